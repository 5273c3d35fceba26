// @ts-nocheck
// Made by schema/generate.mjs: change schema/ or models/cells/ and run `npm run generate`.
"use strict";
export const validateModel = validate21;
const schema6 = {"$id":"model.schema.json","title":"rnnc model","type":"object","required":["inputs","layers","outputs"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"name":{"title":"model name","type":"string","minLength":1,"maxLength":64},"description":{"title":"model description","type":"string","maxLength":10000},"seed":{"title":"seed","type":["integer","string"],"maxLength":1000},"unroll":{"title":"unroll","type":["integer","string"],"maxLength":1000},"parameters":{"title":"parameters","type":"object","maxProperties":1000,"additionalProperties":{"title":"parameter","type":"number"}},"imports":{"title":"imports","type":"array","maxItems":100,"items":{"title":"path of a cell file","type":"string","minLength":1,"maxLength":1000}},"inputs":{"title":"inputs","type":"object","minProperties":1,"maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/input"}},"cells":{"title":"cells","type":"object","maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/cell"}},"layers":{"title":"layers","type":"object","minProperties":1,"maxProperties":10000,"additionalProperties":{"$ref":"#/definitions/layer"}},"data":{"title":"data","type":"object","required":["source"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"source":{"title":"source","type":["string","array","object"],"minLength":1,"maxLength":1000,"minItems":1,"maxItems":10000,"minProperties":1,"maxProperties":1000,"items":{"title":"path in a list","type":"string","minLength":1,"maxLength":1000},"properties":{"train":{"$ref":"#/definitions/dataFiles","title":"training files"},"validation":{"$ref":"#/definitions/dataFiles","title":"validation files"},"test":{"$ref":"#/definitions/dataFiles","title":"test files"},"task":{"$ref":"#/definitions/dataTask"}},"additionalProperties":{"title":"file of a column","type":"string","minLength":1,"maxLength":1000}},"format":{"title":"format","type":"string","enum":["csv","json","ndjson","npy","text"]},"delimiter":{"title":"delimiter","type":"string","minLength":1,"maxLength":1},"decimal":{"title":"decimal sign","type":"string","enum":[".",","]},"header":{"title":"header","type":"boolean"},"columns":{"title":"columns","type":"object","maxProperties":10000,"additionalProperties":{"$ref":"#/definitions/dataColumn"}},"group":{"title":"group","type":"string","minLength":1,"maxLength":200},"windows":{"$ref":"#/definitions/dataWindows"},"feeds":{"title":"feeds","type":"object","minProperties":1,"maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/dataFeed"}},"split":{"$ref":"#/definitions/dataSplit"},"vocabulary":{"$ref":"#/definitions/dataVocabulary"},"shuffle":{"title":"shuffle","type":"boolean"},"buckets":{"title":"buckets","type":["integer","string"],"minLength":1,"maxLength":1000},"bad_rows":{"title":"bad rows","type":"string","enum":["stop","skip"]}}},"outputs":{"title":"outputs","type":"object","minProperties":1,"maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/reference"}}},"definitions":{"ignored":{"title":"ignored key"},"name":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_]*$","maxLength":64},"reference":{"title":"reference","type":"string","minLength":1,"maxLength":1000},"size":{"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000},"probability":{"title":"probability","type":["number","string"],"minLength":1,"maxLength":1000},"functionName":{"title":"function","type":"string","minLength":1,"maxLength":1000},"equations":{"title":"equations","type":"string","minLength":1,"maxLength":100000},"expression":{"title":"expression","type":"string","minLength":1,"maxLength":10000},"condition":{"title":"condition","type":["string","boolean"],"minLength":1,"maxLength":1000},"shape":{"title":"shape","type":"array","maxItems":4,"items":{"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000}},"initializer":{"title":"initialiser","type":["string","object","array"],"minLength":1,"maxLength":64,"minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"constant":{"$ref":"#/definitions/constant"},"uniform":{"$ref":"#/definitions/uniform"},"normal":{"$ref":"#/definitions/normal"},"truncated_normal":{"$ref":"#/definitions/normal"},"orthogonal":{"$ref":"#/definitions/gain"},"identity":{"$ref":"#/definitions/gain"}},"items":{"$ref":"#/definitions/initializerItem"}},"initializerItem":{"title":"part of an initialiser","type":["number","string","object","array"],"minLength":1,"maxLength":64,"minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"constant":{"$ref":"#/definitions/constant"},"uniform":{"$ref":"#/definitions/uniform"},"normal":{"$ref":"#/definitions/normal"},"truncated_normal":{"$ref":"#/definitions/normal"},"orthogonal":{"$ref":"#/definitions/gain"},"identity":{"$ref":"#/definitions/gain"}},"items":{"$ref":"#/definitions/initializerItem"}},"constant":{"title":"constant","type":["number","string"],"maxLength":1000},"uniform":{"title":"uniform","type":"object","additionalProperties":false,"properties":{"low":{"title":"low","type":["number","string"],"maxLength":1000},"high":{"title":"high","type":["number","string"],"maxLength":1000}}},"normal":{"title":"normal distribution","type":"object","additionalProperties":false,"properties":{"mean":{"title":"mean","type":["number","string"],"maxLength":1000},"stddev":{"title":"standard deviation","type":["number","string"],"maxLength":1000}}},"gain":{"title":"gain","type":"object","additionalProperties":false,"properties":{"gain":{"title":"gain","type":["number","string"],"maxLength":1000}}},"initializers":{"title":"initialisers","type":"object","maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/initializer"}},"weights":{"title":"weights","type":"object","maxProperties":1000,"additionalProperties":{"title":"weight","type":"object","required":["shape"],"additionalProperties":false,"properties":{"shape":{"$ref":"#/definitions/shape"},"init":{"$ref":"#/definitions/initializer"},"when":{"$ref":"#/definitions/condition"}}}},"input":{"title":"input","type":"object","required":["shape"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"shape":{"title":"shape of an input","type":"array","minItems":1,"maxItems":6,"items":{"title":"dimension","type":["integer","string"],"minLength":1,"maxLength":1000}},"dtype":{"title":"type of the numbers","type":"string","enum":["float32","int32"]}}},"cell":{"title":"cell","type":"object","required":["inputs","state","equations","output"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"description":{"title":"cell description","type":"string","maxLength":1000},"parameters":{"title":"parameters of the cell","type":"object","maxProperties":100,"additionalProperties":{"title":"parameter of the cell","type":["number","boolean","string"],"minLength":1,"maxLength":1000}},"inputs":{"title":"inputs of the cell","type":"object","minProperties":1,"maxProperties":100,"additionalProperties":{"$ref":"#/definitions/shape"}},"state":{"title":"state","type":"array","minItems":1,"maxItems":100,"items":{"title":"state","type":"object","minProperties":1,"maxProperties":1,"additionalProperties":{"title":"shape of a state","type":["array","object"],"maxItems":4,"items":{"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000},"required":["shape"],"additionalProperties":false,"properties":{"shape":{"$ref":"#/definitions/shape"},"when":{"$ref":"#/definitions/condition"},"dropout":{"title":"state dropout","type":"boolean"}}}}},"weights":{"$ref":"#/definitions/weights"},"equations":{"$ref":"#/definitions/equations"},"output":{"$ref":"#/definitions/expression","title":"output of the cell"},"padding":{"title":"padding","type":"string","enum":["zero","previous"]}}},"arguments":{"title":"arguments of the cell","type":"object","maxProperties":100,"additionalProperties":{"title":"argument","type":["number","boolean","string"],"minLength":1,"maxLength":1000}},"wrap":{"title":"wrap","type":"array","maxItems":16,"items":{"title":"wrapper","type":["string","object"],"maxLength":64,"required":["dropout"],"maxProperties":1,"additionalProperties":false,"properties":{"dropout":{"title":"dropout wrapper","type":"object","additionalProperties":false,"properties":{"rate":{"$ref":"#/definitions/probability","title":"rate"},"output_keep_prob":{"$ref":"#/definitions/probability","title":"output_keep_prob"},"input_keep_prob":{"$ref":"#/definitions/probability","title":"input_keep_prob"},"state_keep_prob":{"$ref":"#/definitions/probability","title":"state_keep_prob"},"variational":{"title":"variational","type":"boolean"}}}}}},"cellEntry":{"title":"cell of a stack","type":["string","object"],"minLength":1,"maxLength":200,"minProperties":1,"maxProperties":2,"properties":{"wrap":{"$ref":"#/definitions/wrap"}},"additionalProperties":{"$ref":"#/definitions/arguments"}},"layer":{"title":"layer","type":"object","discriminator":{"propertyName":"type"},"oneOf":[{"$ref":"#/definitions/recurrentLayer"},{"$ref":"#/definitions/embeddingLayer"},{"$ref":"#/definitions/denseLayer"},{"$ref":"#/definitions/dropoutLayer"},{"$ref":"#/definitions/activationLayer"},{"$ref":"#/definitions/joinLayer"},{"$ref":"#/definitions/equationsLayer"},{"$ref":"#/definitions/overTimeLayer"}]},"share":{"title":"share","type":"string","minLength":1,"maxLength":64},"recurrentLayer":{"title":"recurrent layer","type":"object","required":["type","cell"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"recurrent"},"input":{"$ref":"#/definitions/reference","title":"input"},"inputs":{"title":"inputs","type":"object","minProperties":1,"maxProperties":100,"additionalProperties":{"$ref":"#/definitions/reference"}},"cell":{"title":"cell","type":["string","object","array"],"minLength":1,"maxLength":200,"minProperties":1,"maxProperties":2,"properties":{"wrap":{"$ref":"#/definitions/wrap"}},"additionalProperties":{"$ref":"#/definitions/arguments"},"minItems":1,"maxItems":256,"items":{"$ref":"#/definitions/cellEntry"}},"depth":{"title":"depth","type":["integer","string"],"minLength":1,"maxLength":1000},"direction":{"title":"direction","type":"string","enum":["forward","backward","bidirectional"]},"merge":{"title":"merge","type":"string","enum":["concat","sum","mul","ave","none"]},"initial":{"title":"initial state","type":["string","object"],"minLength":1,"maxLength":1000,"minProperties":1,"maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/reference"}},"wrap":{"$ref":"#/definitions/wrap"},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"},"padding":{"title":"padding","type":"string","enum":["zero","previous"]}}},"embeddingLayer":{"title":"embedding layer","type":"object","required":["type","input","vocabulary","units"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"embedding"},"input":{"$ref":"#/definitions/reference","title":"input"},"vocabulary":{"$ref":"#/definitions/size","title":"vocabulary"},"units":{"$ref":"#/definitions/size","title":"units"},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"}}},"denseLayer":{"title":"dense layer","type":"object","required":["type","input","units"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"dense"},"input":{"$ref":"#/definitions/reference","title":"input"},"units":{"$ref":"#/definitions/size","title":"units"},"bias":{"title":"bias","type":"boolean"},"activation":{"$ref":"#/definitions/functionName","title":"activation"},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"}}},"dropoutLayer":{"title":"dropout layer","type":"object","required":["type","input"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"dropout"},"input":{"$ref":"#/definitions/reference","title":"input"},"rate":{"$ref":"#/definitions/probability","title":"rate"},"output_keep_prob":{"$ref":"#/definitions/probability","title":"output_keep_prob"},"variational":{"title":"variational","type":"boolean"}}},"activationLayer":{"title":"activation layer","type":"object","required":["type","input","function"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"activation"},"input":{"$ref":"#/definitions/reference","title":"input"},"function":{"$ref":"#/definitions/functionName","title":"function"}}},"joinLayer":{"title":"concat and add layers","type":"object","required":["type","inputs"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","enum":["concat","add"]},"inputs":{"title":"inputs","type":"array","minItems":2,"maxItems":1000,"items":{"$ref":"#/definitions/reference"}}}},"equationsLayer":{"title":"equations layer","type":"object","required":["type","inputs","equations","output"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"equations"},"inputs":{"title":"inputs","type":"object","minProperties":1,"maxProperties":100,"additionalProperties":{"$ref":"#/definitions/reference"}},"weights":{"$ref":"#/definitions/weights"},"equations":{"$ref":"#/definitions/equations"},"output":{"$ref":"#/definitions/expression","title":"output"},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"}}},"overTimeLayer":{"title":"last, mean and max layers","type":"object","required":["type","input"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","enum":["last","mean","max"]},"input":{"$ref":"#/definitions/reference","title":"input"}}},"dataFiles":{"title":"files","type":["string","array","object"],"minLength":1,"maxLength":1000,"minItems":1,"maxItems":10000,"minProperties":1,"maxProperties":1000,"items":{"title":"path in a list","type":"string","minLength":1,"maxLength":1000},"additionalProperties":{"title":"file of a column","type":"string","minLength":1,"maxLength":1000}},"dataTask":{"title":"task","type":"object","minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"adding":{"title":"adding problem","type":"object","additionalProperties":false,"properties":{"length":{"title":"length","type":["integer","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"reber":{"title":"embedded Reber grammar","type":"object","additionalProperties":false,"properties":{"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"copy":{"title":"copy memory","type":"object","additionalProperties":false,"properties":{"length":{"title":"length","type":["integer","string"],"minLength":1,"maxLength":1000},"delay":{"title":"delay","type":["integer","string"],"minLength":1,"maxLength":1000},"symbols":{"title":"symbols","type":["integer","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"mackey_glass":{"title":"Mackey-Glass series","type":"object","additionalProperties":false,"properties":{"tau":{"title":"tau","type":["integer","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"waves":{"title":"kinds of waves","type":"object","additionalProperties":false,"properties":{"shortest":{"title":"shortest","type":["integer","string"],"minLength":1,"maxLength":1000},"longest":{"title":"longest","type":["integer","string"],"minLength":1,"maxLength":1000},"noise":{"title":"noise","type":["number","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}}}},"dataColumn":{"title":"column","type":"object","additionalProperties":false,"properties":{"type":{"title":"type","type":"string","enum":["number","category","time","text","ignore"]},"normalize":{"title":"normalisation","type":"string","enum":["standard","minmax","none"]},"values":{"title":"values of a category","type":"array","minItems":1,"maxItems":100000,"items":{"title":"value","type":["string","number"],"maxLength":10000}}}},"dataWindows":{"title":"windows","type":"object","required":["width"],"additionalProperties":false,"properties":{"width":{"title":"width","type":["integer","string"],"minLength":1,"maxLength":1000},"horizon":{"title":"horizon","type":["integer","string"],"minLength":1,"maxLength":1000},"stride":{"title":"stride","type":["integer","string"],"minLength":1,"maxLength":1000}}},"dataFeed":{"title":"feed","type":"object","additionalProperties":false,"properties":{"columns":{"title":"columns of the feed","type":"array","minItems":1,"maxItems":10000,"items":{"title":"name of a column","type":"string","minLength":1,"maxLength":200}},"part":{"title":"part of the window","type":"string","enum":["window","horizon","next"]},"tokens":{"title":"tokens","type":"string","enum":["input","next"]}}},"dataSplit":{"title":"split","type":"object","additionalProperties":false,"properties":{"train":{"title":"training share","type":["number","string"],"minLength":1,"maxLength":1000},"validation":{"title":"validation share","type":["number","string"],"minLength":1,"maxLength":1000},"test":{"title":"test share","type":["number","string"],"minLength":1,"maxLength":1000},"by":{"title":"by","type":"string","enum":["order","random"]},"column":{"title":"column that splits","type":"string","minLength":1,"maxLength":200},"at":{"title":"borders","type":"array","minItems":1,"maxItems":2,"items":{"title":"border","type":["string","number"],"minLength":1,"maxLength":100}}}},"dataVocabulary":{"title":"vocabulary","type":"object","additionalProperties":false,"properties":{"of":{"title":"kind of token","type":"string","enum":["bytes","characters","words"]},"size":{"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000},"unknown":{"title":"unknown token","type":["string","boolean"],"minLength":1,"maxLength":100}}},"cellFile":{"title":"cell file","type":"object","required":["cells"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"description":{"title":"file description","type":"string","maxLength":10000},"imports":{"title":"imports","type":"array","maxItems":100,"items":{"title":"path of a cell file","type":"string","minLength":1,"maxLength":1000}},"cells":{"title":"cells","type":"object","minProperties":1,"maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/cell"}}}}}};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^x-", "u");
const schema7 = {"title":"input","type":"object","required":["shape"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"shape":{"title":"shape of an input","type":"array","minItems":1,"maxItems":6,"items":{"title":"dimension","type":["integer","string"],"minLength":1,"maxLength":1000}},"dtype":{"title":"type of the numbers","type":"string","enum":["float32","int32"]}}};
const schema8 = {"title":"ignored key"};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
validate23.errors = null;
return true;
}


function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.shape === undefined) || (!(func0.call(data, "shape")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "shape"},message:"must have required property '"+"shape"+"'",schema:schema7.required,parentSchema:schema7,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "shape") || (key0 === "dtype")) || (pattern0.test(key0)))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema7,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.shape !== undefined && func0.call(data, "shape")){
let data0 = data.shape;
if(Array.isArray(data0)){
if(data0.length > 6){
const err2 = {instancePath:instancePath+"/shape",schemaPath:"#/properties/shape/maxItems",keyword:"maxItems",params:{limit: 6},message:"must NOT have more than 6 items",schema:6,parentSchema:schema7.properties.shape,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data0.length < 1){
const err3 = {instancePath:instancePath+"/shape",schemaPath:"#/properties/shape/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema7.properties.shape,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
const err4 = {instancePath:instancePath+"/shape/" + i0,schemaPath:"#/properties/shape/items/type",keyword:"type",params:{type: schema7.properties.shape.items.type},message:"must be integer,string",schema:schema7.properties.shape.items.type,parentSchema:schema7.properties.shape.items,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
const err5 = {instancePath:instancePath+"/shape/" + i0,schemaPath:"#/properties/shape/items/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema7.properties.shape.items,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data1.length < 1){
const err6 = {instancePath:instancePath+"/shape/" + i0,schemaPath:"#/properties/shape/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema7.properties.shape.items,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
}
else {
const err7 = {instancePath:instancePath+"/shape",schemaPath:"#/properties/shape/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema7.properties.shape.type,parentSchema:schema7.properties.shape,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.dtype !== undefined && func0.call(data, "dtype")){
let data2 = data.dtype;
if(typeof data2 !== "string"){
const err8 = {instancePath:instancePath+"/dtype",schemaPath:"#/properties/dtype/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema7.properties.dtype.type,parentSchema:schema7.properties.dtype,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!((data2 === "float32") || (data2 === "int32"))){
const err9 = {instancePath:instancePath+"/dtype",schemaPath:"#/properties/dtype/enum",keyword:"enum",params:{allowedValues: schema7.properties.dtype.enum},message:"must be equal to one of the allowed values",schema:schema7.properties.dtype.enum,parentSchema:schema7.properties.dtype,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key1,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema7.type,parentSchema:schema7,data};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}

const schema9 = {"title":"cell","type":"object","required":["inputs","state","equations","output"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"description":{"title":"cell description","type":"string","maxLength":1000},"parameters":{"title":"parameters of the cell","type":"object","maxProperties":100,"additionalProperties":{"title":"parameter of the cell","type":["number","boolean","string"],"minLength":1,"maxLength":1000}},"inputs":{"title":"inputs of the cell","type":"object","minProperties":1,"maxProperties":100,"additionalProperties":{"$ref":"#/definitions/shape"}},"state":{"title":"state","type":"array","minItems":1,"maxItems":100,"items":{"title":"state","type":"object","minProperties":1,"maxProperties":1,"additionalProperties":{"title":"shape of a state","type":["array","object"],"maxItems":4,"items":{"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000},"required":["shape"],"additionalProperties":false,"properties":{"shape":{"$ref":"#/definitions/shape"},"when":{"$ref":"#/definitions/condition"},"dropout":{"title":"state dropout","type":"boolean"}}}}},"weights":{"$ref":"#/definitions/weights"},"equations":{"$ref":"#/definitions/equations"},"output":{"$ref":"#/definitions/expression","title":"output of the cell"},"padding":{"title":"padding","type":"string","enum":["zero","previous"]}}};
const schema10 = {"title":"shape","type":"array","maxItems":4,"items":{"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000}};

function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
if(data.length > 4){
const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 4},message:"must NOT have more than 4 items",schema:4,parentSchema:schema10,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if((!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))) && (typeof data0 !== "string")){
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: schema10.items.type},message:"must be integer,string",schema:schema10.items.type,parentSchema:schema10.items,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema10.items,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data0.length < 1){
const err3 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema10.items,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
}
else {
const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema10.type,parentSchema:schema10,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
validate27.errors = vErrors;
return errors === 0;
}

const schema11 = {"title":"condition","type":["string","boolean"],"minLength":1,"maxLength":1000};

function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((typeof data !== "string") && (typeof data !== "boolean")){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema11.type},message:"must be string,boolean",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(typeof data === "string"){
if(data.length > 1000){
const err1 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.length < 1){
const err2 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
validate30.errors = vErrors;
return errors === 0;
}

const schema12 = {"title":"weights","type":"object","maxProperties":1000,"additionalProperties":{"title":"weight","type":"object","required":["shape"],"additionalProperties":false,"properties":{"shape":{"$ref":"#/definitions/shape"},"init":{"$ref":"#/definitions/initializer"},"when":{"$ref":"#/definitions/condition"}}}};
const schema13 = {"title":"initialiser","type":["string","object","array"],"minLength":1,"maxLength":64,"minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"constant":{"$ref":"#/definitions/constant"},"uniform":{"$ref":"#/definitions/uniform"},"normal":{"$ref":"#/definitions/normal"},"truncated_normal":{"$ref":"#/definitions/normal"},"orthogonal":{"$ref":"#/definitions/gain"},"identity":{"$ref":"#/definitions/gain"}},"items":{"$ref":"#/definitions/initializerItem"}};
const schema14 = {"title":"part of an initialiser","type":["number","string","object","array"],"minLength":1,"maxLength":64,"minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"constant":{"$ref":"#/definitions/constant"},"uniform":{"$ref":"#/definitions/uniform"},"normal":{"$ref":"#/definitions/normal"},"truncated_normal":{"$ref":"#/definitions/normal"},"orthogonal":{"$ref":"#/definitions/gain"},"identity":{"$ref":"#/definitions/gain"}},"items":{"$ref":"#/definitions/initializerItem"}};
const wrapper0 = {validate: validate35};
const schema15 = {"title":"constant","type":["number","string"],"maxLength":1000};

function validate36(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!((typeof data == "number") && (isFinite(data)))) && (typeof data !== "string")){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema15.type},message:"must be number,string",schema:schema15.type,parentSchema:schema15,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(typeof data === "string"){
if(data.length > 1000){
const err1 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema15,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
validate36.errors = vErrors;
return errors === 0;
}

const schema16 = {"title":"uniform","type":"object","additionalProperties":false,"properties":{"low":{"title":"low","type":["number","string"],"maxLength":1000},"high":{"title":"high","type":["number","string"],"maxLength":1000}}};

function validate38(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((key0 === "low") || (key0 === "high"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema16,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.low !== undefined && func0.call(data, "low")){
let data0 = data.low;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
const err1 = {instancePath:instancePath+"/low",schemaPath:"#/properties/low/type",keyword:"type",params:{type: schema16.properties.low.type},message:"must be number,string",schema:schema16.properties.low.type,parentSchema:schema16.properties.low,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
const err2 = {instancePath:instancePath+"/low",schemaPath:"#/properties/low/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema16.properties.low,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
if(data.high !== undefined && func0.call(data, "high")){
let data1 = data.high;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
const err3 = {instancePath:instancePath+"/high",schemaPath:"#/properties/high/type",keyword:"type",params:{type: schema16.properties.high.type},message:"must be number,string",schema:schema16.properties.high.type,parentSchema:schema16.properties.high,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
const err4 = {instancePath:instancePath+"/high",schemaPath:"#/properties/high/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema16.properties.high,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema16.type,parentSchema:schema16,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate38.errors = vErrors;
return errors === 0;
}

const schema17 = {"title":"normal distribution","type":"object","additionalProperties":false,"properties":{"mean":{"title":"mean","type":["number","string"],"maxLength":1000},"stddev":{"title":"standard deviation","type":["number","string"],"maxLength":1000}}};

function validate40(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((key0 === "mean") || (key0 === "stddev"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema17,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.mean !== undefined && func0.call(data, "mean")){
let data0 = data.mean;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
const err1 = {instancePath:instancePath+"/mean",schemaPath:"#/properties/mean/type",keyword:"type",params:{type: schema17.properties.mean.type},message:"must be number,string",schema:schema17.properties.mean.type,parentSchema:schema17.properties.mean,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
const err2 = {instancePath:instancePath+"/mean",schemaPath:"#/properties/mean/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema17.properties.mean,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
if(data.stddev !== undefined && func0.call(data, "stddev")){
let data1 = data.stddev;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
const err3 = {instancePath:instancePath+"/stddev",schemaPath:"#/properties/stddev/type",keyword:"type",params:{type: schema17.properties.stddev.type},message:"must be number,string",schema:schema17.properties.stddev.type,parentSchema:schema17.properties.stddev,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
const err4 = {instancePath:instancePath+"/stddev",schemaPath:"#/properties/stddev/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema17.properties.stddev,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema17.type,parentSchema:schema17,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate40.errors = vErrors;
return errors === 0;
}

const schema18 = {"title":"gain","type":"object","additionalProperties":false,"properties":{"gain":{"title":"gain","type":["number","string"],"maxLength":1000}}};

function validate43(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!(key0 === "gain")){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.gain !== undefined && func0.call(data, "gain")){
let data0 = data.gain;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
const err1 = {instancePath:instancePath+"/gain",schemaPath:"#/properties/gain/type",keyword:"type",params:{type: schema18.properties.gain.type},message:"must be number,string",schema:schema18.properties.gain.type,parentSchema:schema18.properties.gain,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
const err2 = {instancePath:instancePath+"/gain",schemaPath:"#/properties/gain/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema18.properties.gain,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema18.type,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate43.errors = vErrors;
return errors === 0;
}


function validate35(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(((!data || typeof data != "object") && (!((typeof data == "number") && (isFinite(data))))) && (typeof data !== "string")){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema14.type},message:"must be number,string,object,array",schema:schema14.type,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(typeof data === "string"){
if(data.length > 64){
const err1 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.length < 1){
const err2 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(wrapper0.validate(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
const err3 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(Object.keys(data).length < 1){
const err4 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((key0 === "constant") || (key0 === "uniform")) || (key0 === "normal")) || (key0 === "truncated_normal")) || (key0 === "orthogonal")) || (key0 === "identity"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.constant !== undefined && func0.call(data, "constant")){
if(!(validate36(data.constant, {instancePath:instancePath+"/constant",parentData:data,parentDataProperty:"constant",rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
}
if(data.uniform !== undefined && func0.call(data, "uniform")){
if(!(validate38(data.uniform, {instancePath:instancePath+"/uniform",parentData:data,parentDataProperty:"uniform",rootData}))){
vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
errors = vErrors.length;
}
}
if(data.normal !== undefined && func0.call(data, "normal")){
if(!(validate40(data.normal, {instancePath:instancePath+"/normal",parentData:data,parentDataProperty:"normal",rootData}))){
vErrors = vErrors === null ? validate40.errors : vErrors.concat(validate40.errors);
errors = vErrors.length;
}
}
if(data.truncated_normal !== undefined && func0.call(data, "truncated_normal")){
if(!(validate40(data.truncated_normal, {instancePath:instancePath+"/truncated_normal",parentData:data,parentDataProperty:"truncated_normal",rootData}))){
vErrors = vErrors === null ? validate40.errors : vErrors.concat(validate40.errors);
errors = vErrors.length;
}
}
if(data.orthogonal !== undefined && func0.call(data, "orthogonal")){
if(!(validate43(data.orthogonal, {instancePath:instancePath+"/orthogonal",parentData:data,parentDataProperty:"orthogonal",rootData}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
if(data.identity !== undefined && func0.call(data, "identity")){
if(!(validate43(data.identity, {instancePath:instancePath+"/identity",parentData:data,parentDataProperty:"identity",rootData}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
}
validate35.errors = vErrors;
return errors === 0;
}


function validate34(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!data || typeof data != "object") && (typeof data !== "string")){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema13.type},message:"must be string,object,array",schema:schema13.type,parentSchema:schema13,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(typeof data === "string"){
if(data.length > 64){
const err1 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema13,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.length < 1){
const err2 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema13,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate35(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
const err3 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema13,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(Object.keys(data).length < 1){
const err4 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema13,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((key0 === "constant") || (key0 === "uniform")) || (key0 === "normal")) || (key0 === "truncated_normal")) || (key0 === "orthogonal")) || (key0 === "identity"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema13,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.constant !== undefined && func0.call(data, "constant")){
if(!(validate36(data.constant, {instancePath:instancePath+"/constant",parentData:data,parentDataProperty:"constant",rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
}
if(data.uniform !== undefined && func0.call(data, "uniform")){
if(!(validate38(data.uniform, {instancePath:instancePath+"/uniform",parentData:data,parentDataProperty:"uniform",rootData}))){
vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
errors = vErrors.length;
}
}
if(data.normal !== undefined && func0.call(data, "normal")){
if(!(validate40(data.normal, {instancePath:instancePath+"/normal",parentData:data,parentDataProperty:"normal",rootData}))){
vErrors = vErrors === null ? validate40.errors : vErrors.concat(validate40.errors);
errors = vErrors.length;
}
}
if(data.truncated_normal !== undefined && func0.call(data, "truncated_normal")){
if(!(validate40(data.truncated_normal, {instancePath:instancePath+"/truncated_normal",parentData:data,parentDataProperty:"truncated_normal",rootData}))){
vErrors = vErrors === null ? validate40.errors : vErrors.concat(validate40.errors);
errors = vErrors.length;
}
}
if(data.orthogonal !== undefined && func0.call(data, "orthogonal")){
if(!(validate43(data.orthogonal, {instancePath:instancePath+"/orthogonal",parentData:data,parentDataProperty:"orthogonal",rootData}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
if(data.identity !== undefined && func0.call(data, "identity")){
if(!(validate43(data.identity, {instancePath:instancePath+"/identity",parentData:data,parentDataProperty:"identity",rootData}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
}
validate34.errors = vErrors;
return errors === 0;
}


function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1000){
const err0 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
let data0 = data[key0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if((data0.shape === undefined) || (!(func0.call(data0, "shape")))){
const err1 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/required",keyword:"required",params:{missingProperty: "shape"},message:"must have required property '"+"shape"+"'",schema:schema12.additionalProperties.required,parentSchema:schema12.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key1 of Object.keys(data0)){
if(!(((key1 === "shape") || (key1 === "init")) || (key1 === "when"))){
const err2 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema12.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0.shape !== undefined && func0.call(data0, "shape")){
if(!(validate27(data0.shape, {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/shape",parentData:data0,parentDataProperty:"shape",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
if(data0.init !== undefined && func0.call(data0, "init")){
if(!(validate34(data0.init, {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/init",parentData:data0,parentDataProperty:"init",rootData}))){
vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
errors = vErrors.length;
}
}
if(data0.when !== undefined && func0.call(data0, "when")){
if(!(validate30(data0.when, {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/when",parentData:data0,parentDataProperty:"when",rootData}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.additionalProperties.type,parentSchema:schema12.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.type,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
validate32.errors = vErrors;
return errors === 0;
}

const schema19 = {"title":"equations","type":"string","minLength":1,"maxLength":100000};

function validate56(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(data.length > 100000){
const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 100000},message:"must NOT have more than 100000 characters",schema:100000,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.length < 1){
const err1 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.type,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate56.errors = vErrors;
return errors === 0;
}

const schema20 = {"title":"expression","type":"string","minLength":1,"maxLength":10000};

function validate58(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(data.length > 10000){
const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 10000},message:"must NOT have more than 10000 characters",schema:10000,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.length < 1){
const err1 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.type,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate58.errors = vErrors;
return errors === 0;
}


function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.inputs === undefined) || (!(func0.call(data, "inputs")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "inputs"},message:"must have required property '"+"inputs"+"'",schema:schema9.required,parentSchema:schema9,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.state === undefined) || (!(func0.call(data, "state")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "state"},message:"must have required property '"+"state"+"'",schema:schema9.required,parentSchema:schema9,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.equations === undefined) || (!(func0.call(data, "equations")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "equations"},message:"must have required property '"+"equations"+"'",schema:schema9.required,parentSchema:schema9,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.output === undefined) || (!(func0.call(data, "output")))){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "output"},message:"must have required property '"+"output"+"'",schema:schema9.required,parentSchema:schema9,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(((((((((key0 === "description") || (key0 === "parameters")) || (key0 === "inputs")) || (key0 === "state")) || (key0 === "weights")) || (key0 === "equations")) || (key0 === "output")) || (key0 === "padding")) || (pattern0.test(key0)))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema9,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.description !== undefined && func0.call(data, "description")){
let data0 = data.description;
if(typeof data0 === "string"){
if(data0.length > 1000){
const err5 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema9.properties.description,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema9.properties.description.type,parentSchema:schema9.properties.description,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.parameters !== undefined && func0.call(data, "parameters")){
let data1 = data.parameters;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(Object.keys(data1).length > 100){
const err7 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/maxProperties",keyword:"maxProperties",params:{limit: 100},message:"must NOT have more than 100 properties",schema:100,parentSchema:schema9.properties.parameters,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
for(const key1 of Object.keys(data1)){
let data2 = data1[key1];
if(((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "boolean")) && (typeof data2 !== "string")){
const err8 = {instancePath:instancePath+"/parameters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/parameters/additionalProperties/type",keyword:"type",params:{type: schema9.properties.parameters.additionalProperties.type},message:"must be number,boolean,string",schema:schema9.properties.parameters.additionalProperties.type,parentSchema:schema9.properties.parameters.additionalProperties,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
const err9 = {instancePath:instancePath+"/parameters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/parameters/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema9.properties.parameters.additionalProperties,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data2.length < 1){
const err10 = {instancePath:instancePath+"/parameters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/parameters/additionalProperties/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema9.properties.parameters.additionalProperties,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
}
else {
const err11 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema9.properties.parameters.type,parentSchema:schema9.properties.parameters,data:data1};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.inputs !== undefined && func0.call(data, "inputs")){
let data3 = data.inputs;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(Object.keys(data3).length > 100){
const err12 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/maxProperties",keyword:"maxProperties",params:{limit: 100},message:"must NOT have more than 100 properties",schema:100,parentSchema:schema9.properties.inputs,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(Object.keys(data3).length < 1){
const err13 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema9.properties.inputs,data:data3};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
for(const key2 of Object.keys(data3)){
if(!(validate27(data3[key2], {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data3,parentDataProperty:key2,rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
else {
const err14 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema9.properties.inputs.type,parentSchema:schema9.properties.inputs,data:data3};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.state !== undefined && func0.call(data, "state")){
let data5 = data.state;
if(Array.isArray(data5)){
if(data5.length > 100){
const err15 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema9.properties.state,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data5.length < 1){
const err16 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema9.properties.state,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
let data6 = data5[i0];
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(Object.keys(data6).length > 1){
const err17 = {instancePath:instancePath+"/state/" + i0,schemaPath:"#/properties/state/items/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema9.properties.state.items,data:data6};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(Object.keys(data6).length < 1){
const err18 = {instancePath:instancePath+"/state/" + i0,schemaPath:"#/properties/state/items/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema9.properties.state.items,data:data6};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
for(const key3 of Object.keys(data6)){
let data7 = data6[key3];
if(!data7 || typeof data7 != "object"){
const err19 = {instancePath:instancePath+"/state/" + i0+"/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/state/items/additionalProperties/type",keyword:"type",params:{type: schema9.properties.state.items.additionalProperties.type},message:"must be array,object",schema:schema9.properties.state.items.additionalProperties.type,parentSchema:schema9.properties.state.items.additionalProperties,data:data7};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(Array.isArray(data7)){
if(data7.length > 4){
const err20 = {instancePath:instancePath+"/state/" + i0+"/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/state/items/additionalProperties/maxItems",keyword:"maxItems",params:{limit: 4},message:"must NOT have more than 4 items",schema:4,parentSchema:schema9.properties.state.items.additionalProperties,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
const len1 = data7.length;
for(let i1=0; i1<len1; i1++){
let data8 = data7[i1];
if((!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))) && (typeof data8 !== "string")){
const err21 = {instancePath:instancePath+"/state/" + i0+"/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i1,schemaPath:"#/properties/state/items/additionalProperties/items/type",keyword:"type",params:{type: schema9.properties.state.items.additionalProperties.items.type},message:"must be integer,string",schema:schema9.properties.state.items.additionalProperties.items.type,parentSchema:schema9.properties.state.items.additionalProperties.items,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(typeof data8 === "string"){
if(data8.length > 1000){
const err22 = {instancePath:instancePath+"/state/" + i0+"/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i1,schemaPath:"#/properties/state/items/additionalProperties/items/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema9.properties.state.items.additionalProperties.items,data:data8};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data8.length < 1){
const err23 = {instancePath:instancePath+"/state/" + i0+"/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i1,schemaPath:"#/properties/state/items/additionalProperties/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema9.properties.state.items.additionalProperties.items,data:data8};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
}
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if((data7.shape === undefined) || (!(func0.call(data7, "shape")))){
const err24 = {instancePath:instancePath+"/state/" + i0+"/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/state/items/additionalProperties/required",keyword:"required",params:{missingProperty: "shape"},message:"must have required property '"+"shape"+"'",schema:schema9.properties.state.items.additionalProperties.required,parentSchema:schema9.properties.state.items.additionalProperties,data:data7};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
for(const key4 of Object.keys(data7)){
if(!(((key4 === "shape") || (key4 === "when")) || (key4 === "dropout"))){
const err25 = {instancePath:instancePath+"/state/" + i0+"/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/state/items/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema9.properties.state.items.additionalProperties,data:data7};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data7.shape !== undefined && func0.call(data7, "shape")){
if(!(validate27(data7.shape, {instancePath:instancePath+"/state/" + i0+"/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/shape",parentData:data7,parentDataProperty:"shape",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
if(data7.when !== undefined && func0.call(data7, "when")){
if(!(validate30(data7.when, {instancePath:instancePath+"/state/" + i0+"/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/when",parentData:data7,parentDataProperty:"when",rootData}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
}
if(data7.dropout !== undefined && func0.call(data7, "dropout")){
let data11 = data7.dropout;
if(typeof data11 !== "boolean"){
const err26 = {instancePath:instancePath+"/state/" + i0+"/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/dropout",schemaPath:"#/properties/state/items/additionalProperties/properties/dropout/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema9.properties.state.items.additionalProperties.properties.dropout.type,parentSchema:schema9.properties.state.items.additionalProperties.properties.dropout,data:data11};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
}
}
else {
const err27 = {instancePath:instancePath+"/state/" + i0,schemaPath:"#/properties/state/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema9.properties.state.items.type,parentSchema:schema9.properties.state.items,data:data6};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema9.properties.state.type,parentSchema:schema9.properties.state,data:data5};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.weights !== undefined && func0.call(data, "weights")){
if(!(validate32(data.weights, {instancePath:instancePath+"/weights",parentData:data,parentDataProperty:"weights",rootData}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
}
if(data.equations !== undefined && func0.call(data, "equations")){
if(!(validate56(data.equations, {instancePath:instancePath+"/equations",parentData:data,parentDataProperty:"equations",rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
if(data.output !== undefined && func0.call(data, "output")){
if(!(validate58(data.output, {instancePath:instancePath+"/output",parentData:data,parentDataProperty:"output",rootData}))){
vErrors = vErrors === null ? validate58.errors : vErrors.concat(validate58.errors);
errors = vErrors.length;
}
}
if(data.padding !== undefined && func0.call(data, "padding")){
let data15 = data.padding;
if(typeof data15 !== "string"){
const err29 = {instancePath:instancePath+"/padding",schemaPath:"#/properties/padding/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema9.properties.padding.type,parentSchema:schema9.properties.padding,data:data15};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(!((data15 === "zero") || (data15 === "previous"))){
const err30 = {instancePath:instancePath+"/padding",schemaPath:"#/properties/padding/enum",keyword:"enum",params:{allowedValues: schema9.properties.padding.enum},message:"must be equal to one of the allowed values",schema:schema9.properties.padding.enum,parentSchema:schema9.properties.padding,data:data15};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
for(const key5 of Object.keys(data)){
if(pattern0.test(key5)){
if(!(validate23(data[key5], {instancePath:instancePath+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key5,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err31 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema9.type,parentSchema:schema9,data};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
validate26.errors = vErrors;
return errors === 0;
}

const schema21 = {"title":"layer","type":"object","discriminator":{"propertyName":"type"},"oneOf":[{"$ref":"#/definitions/recurrentLayer"},{"$ref":"#/definitions/embeddingLayer"},{"$ref":"#/definitions/denseLayer"},{"$ref":"#/definitions/dropoutLayer"},{"$ref":"#/definitions/activationLayer"},{"$ref":"#/definitions/joinLayer"},{"$ref":"#/definitions/equationsLayer"},{"$ref":"#/definitions/overTimeLayer"}]};
const schema22 = {"title":"recurrent layer","type":"object","required":["type","cell"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"recurrent"},"input":{"$ref":"#/definitions/reference","title":"input"},"inputs":{"title":"inputs","type":"object","minProperties":1,"maxProperties":100,"additionalProperties":{"$ref":"#/definitions/reference"}},"cell":{"title":"cell","type":["string","object","array"],"minLength":1,"maxLength":200,"minProperties":1,"maxProperties":2,"properties":{"wrap":{"$ref":"#/definitions/wrap"}},"additionalProperties":{"$ref":"#/definitions/arguments"},"minItems":1,"maxItems":256,"items":{"$ref":"#/definitions/cellEntry"}},"depth":{"title":"depth","type":["integer","string"],"minLength":1,"maxLength":1000},"direction":{"title":"direction","type":"string","enum":["forward","backward","bidirectional"]},"merge":{"title":"merge","type":"string","enum":["concat","sum","mul","ave","none"]},"initial":{"title":"initial state","type":["string","object"],"minLength":1,"maxLength":1000,"minProperties":1,"maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/reference"}},"wrap":{"$ref":"#/definitions/wrap"},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"},"padding":{"title":"padding","type":"string","enum":["zero","previous"]}}};
const schema23 = {"title":"reference","type":"string","minLength":1,"maxLength":1000};

function validate64(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(data.length > 1000){
const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.length < 1){
const err1 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.type,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate64.errors = vErrors;
return errors === 0;
}

const schema24 = {"title":"cell of a stack","type":["string","object"],"minLength":1,"maxLength":200,"minProperties":1,"maxProperties":2,"properties":{"wrap":{"$ref":"#/definitions/wrap"}},"additionalProperties":{"$ref":"#/definitions/arguments"}};
const schema25 = {"title":"arguments of the cell","type":"object","maxProperties":100,"additionalProperties":{"title":"argument","type":["number","boolean","string"],"minLength":1,"maxLength":1000}};

function validate68(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 100){
const err0 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 100},message:"must NOT have more than 100 properties",schema:100,parentSchema:schema25,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
let data0 = data[key0];
if(((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "boolean")) && (typeof data0 !== "string")){
const err1 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/type",keyword:"type",params:{type: schema25.additionalProperties.type},message:"must be number,boolean,string",schema:schema25.additionalProperties.type,parentSchema:schema25.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
const err2 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema25.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data0.length < 1){
const err3 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema25.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
}
else {
const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema25.type,parentSchema:schema25,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
validate68.errors = vErrors;
return errors === 0;
}

const schema26 = {"title":"wrap","type":"array","maxItems":16,"items":{"title":"wrapper","type":["string","object"],"maxLength":64,"required":["dropout"],"maxProperties":1,"additionalProperties":false,"properties":{"dropout":{"title":"dropout wrapper","type":"object","additionalProperties":false,"properties":{"rate":{"$ref":"#/definitions/probability","title":"rate"},"output_keep_prob":{"$ref":"#/definitions/probability","title":"output_keep_prob"},"input_keep_prob":{"$ref":"#/definitions/probability","title":"input_keep_prob"},"state_keep_prob":{"$ref":"#/definitions/probability","title":"state_keep_prob"},"variational":{"title":"variational","type":"boolean"}}}}}};
const schema27 = {"title":"probability","type":["number","string"],"minLength":1,"maxLength":1000};

function validate71(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!((typeof data == "number") && (isFinite(data)))) && (typeof data !== "string")){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema27.type},message:"must be number,string",schema:schema27.type,parentSchema:schema27,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(typeof data === "string"){
if(data.length > 1000){
const err1 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema27,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.length < 1){
const err2 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema27,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
validate71.errors = vErrors;
return errors === 0;
}


function validate70(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
if(data.length > 16){
const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 16},message:"must NOT have more than 16 items",schema:16,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if((typeof data0 !== "string") && (!(data0 && typeof data0 == "object" && !Array.isArray(data0)))){
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: schema26.items.type},message:"must be string,object",schema:schema26.items.type,parentSchema:schema26.items,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(typeof data0 === "string"){
if(data0.length > 64){
const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema26.items,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(Object.keys(data0).length > 1){
const err3 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema26.items,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if((data0.dropout === undefined) || (!(func0.call(data0, "dropout")))){
const err4 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "dropout"},message:"must have required property '"+"dropout"+"'",schema:schema26.items.required,parentSchema:schema26.items,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 of Object.keys(data0)){
if(!(key0 === "dropout")){
const err5 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema26.items,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.dropout !== undefined && func0.call(data0, "dropout")){
let data1 = data0.dropout;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 of Object.keys(data1)){
if(!(((((key1 === "rate") || (key1 === "output_keep_prob")) || (key1 === "input_keep_prob")) || (key1 === "state_keep_prob")) || (key1 === "variational"))){
const err6 = {instancePath:instancePath+"/" + i0+"/dropout",schemaPath:"#/items/properties/dropout/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema26.items.properties.dropout,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data1.rate !== undefined && func0.call(data1, "rate")){
if(!(validate71(data1.rate, {instancePath:instancePath+"/" + i0+"/dropout/rate",parentData:data1,parentDataProperty:"rate",rootData}))){
vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
errors = vErrors.length;
}
}
if(data1.output_keep_prob !== undefined && func0.call(data1, "output_keep_prob")){
if(!(validate71(data1.output_keep_prob, {instancePath:instancePath+"/" + i0+"/dropout/output_keep_prob",parentData:data1,parentDataProperty:"output_keep_prob",rootData}))){
vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
errors = vErrors.length;
}
}
if(data1.input_keep_prob !== undefined && func0.call(data1, "input_keep_prob")){
if(!(validate71(data1.input_keep_prob, {instancePath:instancePath+"/" + i0+"/dropout/input_keep_prob",parentData:data1,parentDataProperty:"input_keep_prob",rootData}))){
vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
errors = vErrors.length;
}
}
if(data1.state_keep_prob !== undefined && func0.call(data1, "state_keep_prob")){
if(!(validate71(data1.state_keep_prob, {instancePath:instancePath+"/" + i0+"/dropout/state_keep_prob",parentData:data1,parentDataProperty:"state_keep_prob",rootData}))){
vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
errors = vErrors.length;
}
}
if(data1.variational !== undefined && func0.call(data1, "variational")){
let data6 = data1.variational;
if(typeof data6 !== "boolean"){
const err7 = {instancePath:instancePath+"/" + i0+"/dropout/variational",schemaPath:"#/items/properties/dropout/properties/variational/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema26.items.properties.dropout.properties.variational.type,parentSchema:schema26.items.properties.dropout.properties.variational,data:data6};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/" + i0+"/dropout",schemaPath:"#/items/properties/dropout/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema26.items.properties.dropout.type,parentSchema:schema26.items.properties.dropout,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema26.type,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate70.errors = vErrors;
return errors === 0;
}


function validate67(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((typeof data !== "string") && (!(data && typeof data == "object" && !Array.isArray(data)))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema24.type},message:"must be string,object",schema:schema24.type,parentSchema:schema24,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(typeof data === "string"){
if(data.length > 200){
const err1 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema24,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.length < 1){
const err2 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema24,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 2){
const err3 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 2},message:"must NOT have more than 2 properties",schema:2,parentSchema:schema24,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(Object.keys(data).length < 1){
const err4 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema24,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(key0 === "wrap")){
if(!(validate68(data[key0], {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key0,rootData}))){
vErrors = vErrors === null ? validate68.errors : vErrors.concat(validate68.errors);
errors = vErrors.length;
}
}
}
if(data.wrap !== undefined && func0.call(data, "wrap")){
if(!(validate70(data.wrap, {instancePath:instancePath+"/wrap",parentData:data,parentDataProperty:"wrap",rootData}))){
vErrors = vErrors === null ? validate70.errors : vErrors.concat(validate70.errors);
errors = vErrors.length;
}
}
}
validate67.errors = vErrors;
return errors === 0;
}

const schema28 = {"title":"share","type":"string","minLength":1,"maxLength":64};

function validate82(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(data.length > 64){
const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.length < 1){
const err1 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema28.type,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate82.errors = vErrors;
return errors === 0;
}

const schema29 = {"title":"initialisers","type":"object","maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/initializer"}};

function validate84(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1000){
const err0 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema29,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(validate34(data[key0], {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key0,rootData}))){
vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema29.type,parentSchema:schema29,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
validate84.errors = vErrors;
return errors === 0;
}


function validate63(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema22.required,parentSchema:schema22,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.cell === undefined) || (!(func0.call(data, "cell")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "cell"},message:"must have required property '"+"cell"+"'",schema:schema22.required,parentSchema:schema22,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((func0.call(schema22.properties, key0)) || (pattern0.test(key0)))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema22,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.type.type,parentSchema:schema22.properties.type,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if("recurrent" !== data0){
const err4 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "recurrent"},message:"must be equal to constant",schema:"recurrent",parentSchema:schema22.properties.type,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate64(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
if(data.inputs !== undefined && func0.call(data, "inputs")){
let data2 = data.inputs;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(Object.keys(data2).length > 100){
const err5 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/maxProperties",keyword:"maxProperties",params:{limit: 100},message:"must NOT have more than 100 properties",schema:100,parentSchema:schema22.properties.inputs,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(Object.keys(data2).length < 1){
const err6 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema22.properties.inputs,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
for(const key1 of Object.keys(data2)){
if(!(validate64(data2[key1], {instancePath:instancePath+"/inputs/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data2,parentDataProperty:key1,rootData}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
}
else {
const err7 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema22.properties.inputs.type,parentSchema:schema22.properties.inputs,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.cell !== undefined && func0.call(data, "cell")){
let data4 = data.cell;
if((!data4 || typeof data4 != "object") && (typeof data4 !== "string")){
const err8 = {instancePath:instancePath+"/cell",schemaPath:"#/properties/cell/type",keyword:"type",params:{type: schema22.properties.cell.type},message:"must be string,object,array",schema:schema22.properties.cell.type,parentSchema:schema22.properties.cell,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(typeof data4 === "string"){
if(data4.length > 200){
const err9 = {instancePath:instancePath+"/cell",schemaPath:"#/properties/cell/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema22.properties.cell,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data4.length < 1){
const err10 = {instancePath:instancePath+"/cell",schemaPath:"#/properties/cell/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema22.properties.cell,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(Array.isArray(data4)){
if(data4.length > 256){
const err11 = {instancePath:instancePath+"/cell",schemaPath:"#/properties/cell/maxItems",keyword:"maxItems",params:{limit: 256},message:"must NOT have more than 256 items",schema:256,parentSchema:schema22.properties.cell,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data4.length < 1){
const err12 = {instancePath:instancePath+"/cell",schemaPath:"#/properties/cell/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema22.properties.cell,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
if(!(validate67(data4[i0], {instancePath:instancePath+"/cell/" + i0,parentData:data4,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate67.errors : vErrors.concat(validate67.errors);
errors = vErrors.length;
}
}
}
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(Object.keys(data4).length > 2){
const err13 = {instancePath:instancePath+"/cell",schemaPath:"#/properties/cell/maxProperties",keyword:"maxProperties",params:{limit: 2},message:"must NOT have more than 2 properties",schema:2,parentSchema:schema22.properties.cell,data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(Object.keys(data4).length < 1){
const err14 = {instancePath:instancePath+"/cell",schemaPath:"#/properties/cell/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema22.properties.cell,data:data4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
for(const key2 of Object.keys(data4)){
if(!(key2 === "wrap")){
if(!(validate68(data4[key2], {instancePath:instancePath+"/cell/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data4,parentDataProperty:key2,rootData}))){
vErrors = vErrors === null ? validate68.errors : vErrors.concat(validate68.errors);
errors = vErrors.length;
}
}
}
if(data4.wrap !== undefined && func0.call(data4, "wrap")){
if(!(validate70(data4.wrap, {instancePath:instancePath+"/cell/wrap",parentData:data4,parentDataProperty:"wrap",rootData}))){
vErrors = vErrors === null ? validate70.errors : vErrors.concat(validate70.errors);
errors = vErrors.length;
}
}
}
}
if(data.depth !== undefined && func0.call(data, "depth")){
let data8 = data.depth;
if((!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))) && (typeof data8 !== "string")){
const err15 = {instancePath:instancePath+"/depth",schemaPath:"#/properties/depth/type",keyword:"type",params:{type: schema22.properties.depth.type},message:"must be integer,string",schema:schema22.properties.depth.type,parentSchema:schema22.properties.depth,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(typeof data8 === "string"){
if(data8.length > 1000){
const err16 = {instancePath:instancePath+"/depth",schemaPath:"#/properties/depth/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema22.properties.depth,data:data8};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data8.length < 1){
const err17 = {instancePath:instancePath+"/depth",schemaPath:"#/properties/depth/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema22.properties.depth,data:data8};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
if(data.direction !== undefined && func0.call(data, "direction")){
let data9 = data.direction;
if(typeof data9 !== "string"){
const err18 = {instancePath:instancePath+"/direction",schemaPath:"#/properties/direction/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.direction.type,parentSchema:schema22.properties.direction,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(!(((data9 === "forward") || (data9 === "backward")) || (data9 === "bidirectional"))){
const err19 = {instancePath:instancePath+"/direction",schemaPath:"#/properties/direction/enum",keyword:"enum",params:{allowedValues: schema22.properties.direction.enum},message:"must be equal to one of the allowed values",schema:schema22.properties.direction.enum,parentSchema:schema22.properties.direction,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.merge !== undefined && func0.call(data, "merge")){
let data10 = data.merge;
if(typeof data10 !== "string"){
const err20 = {instancePath:instancePath+"/merge",schemaPath:"#/properties/merge/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.merge.type,parentSchema:schema22.properties.merge,data:data10};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(!(((((data10 === "concat") || (data10 === "sum")) || (data10 === "mul")) || (data10 === "ave")) || (data10 === "none"))){
const err21 = {instancePath:instancePath+"/merge",schemaPath:"#/properties/merge/enum",keyword:"enum",params:{allowedValues: schema22.properties.merge.enum},message:"must be equal to one of the allowed values",schema:schema22.properties.merge.enum,parentSchema:schema22.properties.merge,data:data10};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.initial !== undefined && func0.call(data, "initial")){
let data11 = data.initial;
if((typeof data11 !== "string") && (!(data11 && typeof data11 == "object" && !Array.isArray(data11)))){
const err22 = {instancePath:instancePath+"/initial",schemaPath:"#/properties/initial/type",keyword:"type",params:{type: schema22.properties.initial.type},message:"must be string,object",schema:schema22.properties.initial.type,parentSchema:schema22.properties.initial,data:data11};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(typeof data11 === "string"){
if(data11.length > 1000){
const err23 = {instancePath:instancePath+"/initial",schemaPath:"#/properties/initial/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema22.properties.initial,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(data11.length < 1){
const err24 = {instancePath:instancePath+"/initial",schemaPath:"#/properties/initial/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema22.properties.initial,data:data11};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
if(Object.keys(data11).length > 1000){
const err25 = {instancePath:instancePath+"/initial",schemaPath:"#/properties/initial/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema22.properties.initial,data:data11};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(Object.keys(data11).length < 1){
const err26 = {instancePath:instancePath+"/initial",schemaPath:"#/properties/initial/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema22.properties.initial,data:data11};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
for(const key3 of Object.keys(data11)){
if(!(validate64(data11[key3], {instancePath:instancePath+"/initial/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data11,parentDataProperty:key3,rootData}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
}
}
if(data.wrap !== undefined && func0.call(data, "wrap")){
if(!(validate70(data.wrap, {instancePath:instancePath+"/wrap",parentData:data,parentDataProperty:"wrap",rootData}))){
vErrors = vErrors === null ? validate70.errors : vErrors.concat(validate70.errors);
errors = vErrors.length;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate82(data.share, {instancePath:instancePath+"/share",parentData:data,parentDataProperty:"share",rootData}))){
vErrors = vErrors === null ? validate82.errors : vErrors.concat(validate82.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate84(data.init, {instancePath:instancePath+"/init",parentData:data,parentDataProperty:"init",rootData}))){
vErrors = vErrors === null ? validate84.errors : vErrors.concat(validate84.errors);
errors = vErrors.length;
}
}
if(data.padding !== undefined && func0.call(data, "padding")){
let data16 = data.padding;
if(typeof data16 !== "string"){
const err27 = {instancePath:instancePath+"/padding",schemaPath:"#/properties/padding/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.padding.type,parentSchema:schema22.properties.padding,data:data16};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(!((data16 === "zero") || (data16 === "previous"))){
const err28 = {instancePath:instancePath+"/padding",schemaPath:"#/properties/padding/enum",keyword:"enum",params:{allowedValues: schema22.properties.padding.enum},message:"must be equal to one of the allowed values",schema:schema22.properties.padding.enum,parentSchema:schema22.properties.padding,data:data16};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
for(const key4 of Object.keys(data)){
if(pattern0.test(key4)){
if(!(validate23(data[key4], {instancePath:instancePath+"/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key4,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err29 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema22.type,parentSchema:schema22,data};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
validate63.errors = vErrors;
return errors === 0;
}

const schema30 = {"title":"embedding layer","type":"object","required":["type","input","vocabulary","units"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"embedding"},"input":{"$ref":"#/definitions/reference","title":"input"},"vocabulary":{"$ref":"#/definitions/size","title":"vocabulary"},"units":{"$ref":"#/definitions/size","title":"units"},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"}}};
const schema31 = {"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000};

function validate90(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!(((typeof data == "number") && (!(data % 1) && !isNaN(data))) && (isFinite(data)))) && (typeof data !== "string")){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema31.type},message:"must be integer,string",schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(typeof data === "string"){
if(data.length > 1000){
const err1 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.length < 1){
const err2 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
validate90.errors = vErrors;
return errors === 0;
}


function validate88(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema30.required,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "input"},message:"must have required property '"+"input"+"'",schema:schema30.required,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.vocabulary === undefined) || (!(func0.call(data, "vocabulary")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "vocabulary"},message:"must have required property '"+"vocabulary"+"'",schema:schema30.required,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.units === undefined) || (!(func0.call(data, "units")))){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "units"},message:"must have required property '"+"units"+"'",schema:schema30.required,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(((((((key0 === "type") || (key0 === "input")) || (key0 === "vocabulary")) || (key0 === "units")) || (key0 === "share")) || (key0 === "init")) || (pattern0.test(key0)))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
const err5 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.type.type,parentSchema:schema30.properties.type,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if("embedding" !== data0){
const err6 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "embedding"},message:"must be equal to constant",schema:"embedding",parentSchema:schema30.properties.type,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate64(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
if(data.vocabulary !== undefined && func0.call(data, "vocabulary")){
if(!(validate90(data.vocabulary, {instancePath:instancePath+"/vocabulary",parentData:data,parentDataProperty:"vocabulary",rootData}))){
vErrors = vErrors === null ? validate90.errors : vErrors.concat(validate90.errors);
errors = vErrors.length;
}
}
if(data.units !== undefined && func0.call(data, "units")){
if(!(validate90(data.units, {instancePath:instancePath+"/units",parentData:data,parentDataProperty:"units",rootData}))){
vErrors = vErrors === null ? validate90.errors : vErrors.concat(validate90.errors);
errors = vErrors.length;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate82(data.share, {instancePath:instancePath+"/share",parentData:data,parentDataProperty:"share",rootData}))){
vErrors = vErrors === null ? validate82.errors : vErrors.concat(validate82.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate84(data.init, {instancePath:instancePath+"/init",parentData:data,parentDataProperty:"init",rootData}))){
vErrors = vErrors === null ? validate84.errors : vErrors.concat(validate84.errors);
errors = vErrors.length;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key1,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.type,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate88.errors = vErrors;
return errors === 0;
}

const schema32 = {"title":"dense layer","type":"object","required":["type","input","units"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"dense"},"input":{"$ref":"#/definitions/reference","title":"input"},"units":{"$ref":"#/definitions/size","title":"units"},"bias":{"title":"bias","type":"boolean"},"activation":{"$ref":"#/definitions/functionName","title":"activation"},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"}}};
const schema33 = {"title":"function","type":"string","minLength":1,"maxLength":1000};

function validate99(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(data.length > 1000){
const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.length < 1){
const err1 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.type,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate99.errors = vErrors;
return errors === 0;
}


function validate96(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "input"},message:"must have required property '"+"input"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.units === undefined) || (!(func0.call(data, "units")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "units"},message:"must have required property '"+"units"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((((key0 === "type") || (key0 === "input")) || (key0 === "units")) || (key0 === "bias")) || (key0 === "activation")) || (key0 === "share")) || (key0 === "init")) || (pattern0.test(key0)))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
const err4 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.type.type,parentSchema:schema32.properties.type,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if("dense" !== data0){
const err5 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "dense"},message:"must be equal to constant",schema:"dense",parentSchema:schema32.properties.type,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate64(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
if(data.units !== undefined && func0.call(data, "units")){
if(!(validate90(data.units, {instancePath:instancePath+"/units",parentData:data,parentDataProperty:"units",rootData}))){
vErrors = vErrors === null ? validate90.errors : vErrors.concat(validate90.errors);
errors = vErrors.length;
}
}
if(data.bias !== undefined && func0.call(data, "bias")){
let data3 = data.bias;
if(typeof data3 !== "boolean"){
const err6 = {instancePath:instancePath+"/bias",schemaPath:"#/properties/bias/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema32.properties.bias.type,parentSchema:schema32.properties.bias,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.activation !== undefined && func0.call(data, "activation")){
if(!(validate99(data.activation, {instancePath:instancePath+"/activation",parentData:data,parentDataProperty:"activation",rootData}))){
vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);
errors = vErrors.length;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate82(data.share, {instancePath:instancePath+"/share",parentData:data,parentDataProperty:"share",rootData}))){
vErrors = vErrors === null ? validate82.errors : vErrors.concat(validate82.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate84(data.init, {instancePath:instancePath+"/init",parentData:data,parentDataProperty:"init",rootData}))){
vErrors = vErrors === null ? validate84.errors : vErrors.concat(validate84.errors);
errors = vErrors.length;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key1,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate96.errors = vErrors;
return errors === 0;
}

const schema34 = {"title":"dropout layer","type":"object","required":["type","input"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"dropout"},"input":{"$ref":"#/definitions/reference","title":"input"},"rate":{"$ref":"#/definitions/probability","title":"rate"},"output_keep_prob":{"$ref":"#/definitions/probability","title":"output_keep_prob"},"variational":{"title":"variational","type":"boolean"}}};

function validate104(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema34.required,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "input"},message:"must have required property '"+"input"+"'",schema:schema34.required,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((key0 === "type") || (key0 === "input")) || (key0 === "rate")) || (key0 === "output_keep_prob")) || (key0 === "variational")) || (pattern0.test(key0)))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.type.type,parentSchema:schema34.properties.type,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if("dropout" !== data0){
const err4 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "dropout"},message:"must be equal to constant",schema:"dropout",parentSchema:schema34.properties.type,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate64(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
if(data.rate !== undefined && func0.call(data, "rate")){
if(!(validate71(data.rate, {instancePath:instancePath+"/rate",parentData:data,parentDataProperty:"rate",rootData}))){
vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
errors = vErrors.length;
}
}
if(data.output_keep_prob !== undefined && func0.call(data, "output_keep_prob")){
if(!(validate71(data.output_keep_prob, {instancePath:instancePath+"/output_keep_prob",parentData:data,parentDataProperty:"output_keep_prob",rootData}))){
vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
errors = vErrors.length;
}
}
if(data.variational !== undefined && func0.call(data, "variational")){
let data4 = data.variational;
if(typeof data4 !== "boolean"){
const err5 = {instancePath:instancePath+"/variational",schemaPath:"#/properties/variational/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema34.properties.variational.type,parentSchema:schema34.properties.variational,data:data4};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key1,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
validate104.errors = vErrors;
return errors === 0;
}

const schema35 = {"title":"activation layer","type":"object","required":["type","input","function"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"activation"},"input":{"$ref":"#/definitions/reference","title":"input"},"function":{"$ref":"#/definitions/functionName","title":"function"}}};

function validate109(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema35.required,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "input"},message:"must have required property '"+"input"+"'",schema:schema35.required,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.function === undefined) || (!(func0.call(data, "function")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "function"},message:"must have required property '"+"function"+"'",schema:schema35.required,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "type") || (key0 === "input")) || (key0 === "function")) || (pattern0.test(key0)))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
const err4 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.type.type,parentSchema:schema35.properties.type,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if("activation" !== data0){
const err5 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "activation"},message:"must be equal to constant",schema:"activation",parentSchema:schema35.properties.type,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate64(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
if(data.function !== undefined && func0.call(data, "function")){
if(!(validate99(data.function, {instancePath:instancePath+"/function",parentData:data,parentDataProperty:"function",rootData}))){
vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);
errors = vErrors.length;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key1,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.type,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
validate109.errors = vErrors;
return errors === 0;
}

const schema36 = {"title":"concat and add layers","type":"object","required":["type","inputs"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","enum":["concat","add"]},"inputs":{"title":"inputs","type":"array","minItems":2,"maxItems":1000,"items":{"$ref":"#/definitions/reference"}}}};

function validate113(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema36.required,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.inputs === undefined) || (!(func0.call(data, "inputs")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "inputs"},message:"must have required property '"+"inputs"+"'",schema:schema36.required,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "type") || (key0 === "inputs")) || (pattern0.test(key0)))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.type.type,parentSchema:schema36.properties.type,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(!((data0 === "concat") || (data0 === "add"))){
const err4 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/enum",keyword:"enum",params:{allowedValues: schema36.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema36.properties.type.enum,parentSchema:schema36.properties.type,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.inputs !== undefined && func0.call(data, "inputs")){
let data1 = data.inputs;
if(Array.isArray(data1)){
if(data1.length > 1000){
const err5 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/maxItems",keyword:"maxItems",params:{limit: 1000},message:"must NOT have more than 1000 items",schema:1000,parentSchema:schema36.properties.inputs,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data1.length < 2){
const err6 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema36.properties.inputs,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate64(data1[i0], {instancePath:instancePath+"/inputs/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
}
else {
const err7 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema36.properties.inputs.type,parentSchema:schema36.properties.inputs,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key1,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.type,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
validate113.errors = vErrors;
return errors === 0;
}

const schema37 = {"title":"equations layer","type":"object","required":["type","inputs","equations","output"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"equations"},"inputs":{"title":"inputs","type":"object","minProperties":1,"maxProperties":100,"additionalProperties":{"$ref":"#/definitions/reference"}},"weights":{"$ref":"#/definitions/weights"},"equations":{"$ref":"#/definitions/equations"},"output":{"$ref":"#/definitions/expression","title":"output"},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"}}};

function validate116(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema37.required,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.inputs === undefined) || (!(func0.call(data, "inputs")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "inputs"},message:"must have required property '"+"inputs"+"'",schema:schema37.required,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.equations === undefined) || (!(func0.call(data, "equations")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "equations"},message:"must have required property '"+"equations"+"'",schema:schema37.required,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.output === undefined) || (!(func0.call(data, "output")))){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "output"},message:"must have required property '"+"output"+"'",schema:schema37.required,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((((key0 === "type") || (key0 === "inputs")) || (key0 === "weights")) || (key0 === "equations")) || (key0 === "output")) || (key0 === "share")) || (key0 === "init")) || (pattern0.test(key0)))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
const err5 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.type.type,parentSchema:schema37.properties.type,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if("equations" !== data0){
const err6 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "equations"},message:"must be equal to constant",schema:"equations",parentSchema:schema37.properties.type,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.inputs !== undefined && func0.call(data, "inputs")){
let data1 = data.inputs;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(Object.keys(data1).length > 100){
const err7 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/maxProperties",keyword:"maxProperties",params:{limit: 100},message:"must NOT have more than 100 properties",schema:100,parentSchema:schema37.properties.inputs,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(Object.keys(data1).length < 1){
const err8 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema37.properties.inputs,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
for(const key1 of Object.keys(data1)){
if(!(validate64(data1[key1], {instancePath:instancePath+"/inputs/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data1,parentDataProperty:key1,rootData}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
}
else {
const err9 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.inputs.type,parentSchema:schema37.properties.inputs,data:data1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.weights !== undefined && func0.call(data, "weights")){
if(!(validate32(data.weights, {instancePath:instancePath+"/weights",parentData:data,parentDataProperty:"weights",rootData}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
}
if(data.equations !== undefined && func0.call(data, "equations")){
if(!(validate56(data.equations, {instancePath:instancePath+"/equations",parentData:data,parentDataProperty:"equations",rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
if(data.output !== undefined && func0.call(data, "output")){
if(!(validate58(data.output, {instancePath:instancePath+"/output",parentData:data,parentDataProperty:"output",rootData}))){
vErrors = vErrors === null ? validate58.errors : vErrors.concat(validate58.errors);
errors = vErrors.length;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate82(data.share, {instancePath:instancePath+"/share",parentData:data,parentDataProperty:"share",rootData}))){
vErrors = vErrors === null ? validate82.errors : vErrors.concat(validate82.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate84(data.init, {instancePath:instancePath+"/init",parentData:data,parentDataProperty:"init",rootData}))){
vErrors = vErrors === null ? validate84.errors : vErrors.concat(validate84.errors);
errors = vErrors.length;
}
}
for(const key2 of Object.keys(data)){
if(pattern0.test(key2)){
if(!(validate23(data[key2], {instancePath:instancePath+"/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key2,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.type,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
validate116.errors = vErrors;
return errors === 0;
}

const schema38 = {"title":"last, mean and max layers","type":"object","required":["type","input"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","enum":["last","mean","max"]},"input":{"$ref":"#/definitions/reference","title":"input"}}};

function validate124(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema38.required,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "input"},message:"must have required property '"+"input"+"'",schema:schema38.required,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "type") || (key0 === "input")) || (pattern0.test(key0)))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema38.properties.type.type,parentSchema:schema38.properties.type,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(!(((data0 === "last") || (data0 === "mean")) || (data0 === "max"))){
const err4 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/enum",keyword:"enum",params:{allowedValues: schema38.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema38.properties.type.enum,parentSchema:schema38.properties.type,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate64(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key1,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema38.type,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate124.errors = vErrors;
return errors === 0;
}


function validate62(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
const tag0 = data.type;
if(typeof tag0 == "string"){
if(tag0 === "recurrent"){
if(!(validate63(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate63.errors : vErrors.concat(validate63.errors);
errors = vErrors.length;
}
}
else if(tag0 === "embedding"){
if(!(validate88(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate88.errors : vErrors.concat(validate88.errors);
errors = vErrors.length;
}
}
else if(tag0 === "dense"){
if(!(validate96(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate96.errors : vErrors.concat(validate96.errors);
errors = vErrors.length;
}
}
else if(tag0 === "dropout"){
if(!(validate104(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate104.errors : vErrors.concat(validate104.errors);
errors = vErrors.length;
}
}
else if(tag0 === "activation"){
if(!(validate109(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate109.errors : vErrors.concat(validate109.errors);
errors = vErrors.length;
}
}
else if(tag0 === "concat"){
if(!(validate113(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate113.errors : vErrors.concat(validate113.errors);
errors = vErrors.length;
}
}
else if(tag0 === "add"){
if(!(validate113(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate113.errors : vErrors.concat(validate113.errors);
errors = vErrors.length;
}
}
else if(tag0 === "equations"){
if(!(validate116(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate116.errors : vErrors.concat(validate116.errors);
errors = vErrors.length;
}
}
else if(tag0 === "last"){
if(!(validate124(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate124.errors : vErrors.concat(validate124.errors);
errors = vErrors.length;
}
}
else if(tag0 === "mean"){
if(!(validate124(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate124.errors : vErrors.concat(validate124.errors);
errors = vErrors.length;
}
}
else if(tag0 === "max"){
if(!(validate124(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate124.errors : vErrors.concat(validate124.errors);
errors = vErrors.length;
}
}
else {
const err0 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "mapping", tag: "type", tagValue: tag0},message:"value of tag \"type\" must be in oneOf",schema:schema21.discriminator,parentSchema:schema21,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "tag", tag: "type", tagValue: tag0},message:"tag \"type\" must be string",schema:schema21.discriminator,parentSchema:schema21,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema21.type,parentSchema:schema21,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate62.errors = vErrors;
return errors === 0;
}

const schema39 = {"title":"files","type":["string","array","object"],"minLength":1,"maxLength":1000,"minItems":1,"maxItems":10000,"minProperties":1,"maxProperties":1000,"items":{"title":"path in a list","type":"string","minLength":1,"maxLength":1000},"additionalProperties":{"title":"file of a column","type":"string","minLength":1,"maxLength":1000}};

function validate139(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!data || typeof data != "object") && (typeof data !== "string")){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema39.type},message:"must be string,array,object",schema:schema39.type,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(typeof data === "string"){
if(data.length > 1000){
const err1 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.length < 1){
const err2 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(Array.isArray(data)){
if(data.length > 10000){
const err3 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 10000},message:"must NOT have more than 10000 items",schema:10000,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.length < 1){
const err4 = {instancePath,schemaPath:"#/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 === "string"){
if(data0.length > 1000){
const err5 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema39.items,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data0.length < 1){
const err6 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema39.items,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.items.type,parentSchema:schema39.items,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1000){
const err8 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(Object.keys(data).length < 1){
const err9 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key0 of Object.keys(data)){
let data1 = data[key0];
if(typeof data1 === "string"){
if(data1.length > 1000){
const err10 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema39.additionalProperties,data:data1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data1.length < 1){
const err11 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema39.additionalProperties,data:data1};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.additionalProperties.type,parentSchema:schema39.additionalProperties,data:data1};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
validate139.errors = vErrors;
return errors === 0;
}

const schema40 = {"title":"task","type":"object","minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"adding":{"title":"adding problem","type":"object","additionalProperties":false,"properties":{"length":{"title":"length","type":["integer","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"reber":{"title":"embedded Reber grammar","type":"object","additionalProperties":false,"properties":{"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"copy":{"title":"copy memory","type":"object","additionalProperties":false,"properties":{"length":{"title":"length","type":["integer","string"],"minLength":1,"maxLength":1000},"delay":{"title":"delay","type":["integer","string"],"minLength":1,"maxLength":1000},"symbols":{"title":"symbols","type":["integer","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"mackey_glass":{"title":"Mackey-Glass series","type":"object","additionalProperties":false,"properties":{"tau":{"title":"tau","type":["integer","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"waves":{"title":"kinds of waves","type":"object","additionalProperties":false,"properties":{"shortest":{"title":"shortest","type":["integer","string"],"minLength":1,"maxLength":1000},"longest":{"title":"longest","type":["integer","string"],"minLength":1,"maxLength":1000},"noise":{"title":"noise","type":["number","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}}}};

function validate143(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
const err0 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema40,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Object.keys(data).length < 1){
const err1 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema40,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(((((key0 === "adding") || (key0 === "reber")) || (key0 === "copy")) || (key0 === "mackey_glass")) || (key0 === "waves"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema40,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.adding !== undefined && func0.call(data, "adding")){
let data0 = data.adding;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 of Object.keys(data0)){
if(!((key1 === "length") || (key1 === "samples"))){
const err3 = {instancePath:instancePath+"/adding",schemaPath:"#/properties/adding/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema40.properties.adding,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data0.length !== undefined && func0.call(data0, "length")){
let data1 = data0.length;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
const err4 = {instancePath:instancePath+"/adding/length",schemaPath:"#/properties/adding/properties/length/type",keyword:"type",params:{type: schema40.properties.adding.properties.length.type},message:"must be integer,string",schema:schema40.properties.adding.properties.length.type,parentSchema:schema40.properties.adding.properties.length,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
const err5 = {instancePath:instancePath+"/adding/length",schemaPath:"#/properties/adding/properties/length/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema40.properties.adding.properties.length,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data1.length < 1){
const err6 = {instancePath:instancePath+"/adding/length",schemaPath:"#/properties/adding/properties/length/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.adding.properties.length,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
if(data0.samples !== undefined && func0.call(data0, "samples")){
let data2 = data0.samples;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
const err7 = {instancePath:instancePath+"/adding/samples",schemaPath:"#/properties/adding/properties/samples/type",keyword:"type",params:{type: schema40.properties.adding.properties.samples.type},message:"must be integer,string",schema:schema40.properties.adding.properties.samples.type,parentSchema:schema40.properties.adding.properties.samples,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
const err8 = {instancePath:instancePath+"/adding/samples",schemaPath:"#/properties/adding/properties/samples/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema40.properties.adding.properties.samples,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data2.length < 1){
const err9 = {instancePath:instancePath+"/adding/samples",schemaPath:"#/properties/adding/properties/samples/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.adding.properties.samples,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
}
else {
const err10 = {instancePath:instancePath+"/adding",schemaPath:"#/properties/adding/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema40.properties.adding.type,parentSchema:schema40.properties.adding,data:data0};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.reber !== undefined && func0.call(data, "reber")){
let data3 = data.reber;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key2 of Object.keys(data3)){
if(!(key2 === "samples")){
const err11 = {instancePath:instancePath+"/reber",schemaPath:"#/properties/reber/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema40.properties.reber,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data3.samples !== undefined && func0.call(data3, "samples")){
let data4 = data3.samples;
if((!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))) && (typeof data4 !== "string")){
const err12 = {instancePath:instancePath+"/reber/samples",schemaPath:"#/properties/reber/properties/samples/type",keyword:"type",params:{type: schema40.properties.reber.properties.samples.type},message:"must be integer,string",schema:schema40.properties.reber.properties.samples.type,parentSchema:schema40.properties.reber.properties.samples,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(typeof data4 === "string"){
if(data4.length > 1000){
const err13 = {instancePath:instancePath+"/reber/samples",schemaPath:"#/properties/reber/properties/samples/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema40.properties.reber.properties.samples,data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data4.length < 1){
const err14 = {instancePath:instancePath+"/reber/samples",schemaPath:"#/properties/reber/properties/samples/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.reber.properties.samples,data:data4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
}
else {
const err15 = {instancePath:instancePath+"/reber",schemaPath:"#/properties/reber/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema40.properties.reber.type,parentSchema:schema40.properties.reber,data:data3};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.copy !== undefined && func0.call(data, "copy")){
let data5 = data.copy;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key3 of Object.keys(data5)){
if(!((((key3 === "length") || (key3 === "delay")) || (key3 === "symbols")) || (key3 === "samples"))){
const err16 = {instancePath:instancePath+"/copy",schemaPath:"#/properties/copy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema40.properties.copy,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data5.length !== undefined && func0.call(data5, "length")){
let data6 = data5.length;
if((!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))) && (typeof data6 !== "string")){
const err17 = {instancePath:instancePath+"/copy/length",schemaPath:"#/properties/copy/properties/length/type",keyword:"type",params:{type: schema40.properties.copy.properties.length.type},message:"must be integer,string",schema:schema40.properties.copy.properties.length.type,parentSchema:schema40.properties.copy.properties.length,data:data6};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(typeof data6 === "string"){
if(data6.length > 1000){
const err18 = {instancePath:instancePath+"/copy/length",schemaPath:"#/properties/copy/properties/length/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema40.properties.copy.properties.length,data:data6};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data6.length < 1){
const err19 = {instancePath:instancePath+"/copy/length",schemaPath:"#/properties/copy/properties/length/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.copy.properties.length,data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
if(data5.delay !== undefined && func0.call(data5, "delay")){
let data7 = data5.delay;
if((!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))) && (typeof data7 !== "string")){
const err20 = {instancePath:instancePath+"/copy/delay",schemaPath:"#/properties/copy/properties/delay/type",keyword:"type",params:{type: schema40.properties.copy.properties.delay.type},message:"must be integer,string",schema:schema40.properties.copy.properties.delay.type,parentSchema:schema40.properties.copy.properties.delay,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(typeof data7 === "string"){
if(data7.length > 1000){
const err21 = {instancePath:instancePath+"/copy/delay",schemaPath:"#/properties/copy/properties/delay/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema40.properties.copy.properties.delay,data:data7};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data7.length < 1){
const err22 = {instancePath:instancePath+"/copy/delay",schemaPath:"#/properties/copy/properties/delay/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.copy.properties.delay,data:data7};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
if(data5.symbols !== undefined && func0.call(data5, "symbols")){
let data8 = data5.symbols;
if((!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))) && (typeof data8 !== "string")){
const err23 = {instancePath:instancePath+"/copy/symbols",schemaPath:"#/properties/copy/properties/symbols/type",keyword:"type",params:{type: schema40.properties.copy.properties.symbols.type},message:"must be integer,string",schema:schema40.properties.copy.properties.symbols.type,parentSchema:schema40.properties.copy.properties.symbols,data:data8};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(typeof data8 === "string"){
if(data8.length > 1000){
const err24 = {instancePath:instancePath+"/copy/symbols",schemaPath:"#/properties/copy/properties/symbols/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema40.properties.copy.properties.symbols,data:data8};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(data8.length < 1){
const err25 = {instancePath:instancePath+"/copy/symbols",schemaPath:"#/properties/copy/properties/symbols/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.copy.properties.symbols,data:data8};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
if(data5.samples !== undefined && func0.call(data5, "samples")){
let data9 = data5.samples;
if((!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))) && (typeof data9 !== "string")){
const err26 = {instancePath:instancePath+"/copy/samples",schemaPath:"#/properties/copy/properties/samples/type",keyword:"type",params:{type: schema40.properties.copy.properties.samples.type},message:"must be integer,string",schema:schema40.properties.copy.properties.samples.type,parentSchema:schema40.properties.copy.properties.samples,data:data9};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(typeof data9 === "string"){
if(data9.length > 1000){
const err27 = {instancePath:instancePath+"/copy/samples",schemaPath:"#/properties/copy/properties/samples/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema40.properties.copy.properties.samples,data:data9};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data9.length < 1){
const err28 = {instancePath:instancePath+"/copy/samples",schemaPath:"#/properties/copy/properties/samples/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.copy.properties.samples,data:data9};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
}
else {
const err29 = {instancePath:instancePath+"/copy",schemaPath:"#/properties/copy/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema40.properties.copy.type,parentSchema:schema40.properties.copy,data:data5};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.mackey_glass !== undefined && func0.call(data, "mackey_glass")){
let data10 = data.mackey_glass;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key4 of Object.keys(data10)){
if(!((key4 === "tau") || (key4 === "samples"))){
const err30 = {instancePath:instancePath+"/mackey_glass",schemaPath:"#/properties/mackey_glass/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema40.properties.mackey_glass,data:data10};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data10.tau !== undefined && func0.call(data10, "tau")){
let data11 = data10.tau;
if((!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))) && (typeof data11 !== "string")){
const err31 = {instancePath:instancePath+"/mackey_glass/tau",schemaPath:"#/properties/mackey_glass/properties/tau/type",keyword:"type",params:{type: schema40.properties.mackey_glass.properties.tau.type},message:"must be integer,string",schema:schema40.properties.mackey_glass.properties.tau.type,parentSchema:schema40.properties.mackey_glass.properties.tau,data:data11};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(typeof data11 === "string"){
if(data11.length > 1000){
const err32 = {instancePath:instancePath+"/mackey_glass/tau",schemaPath:"#/properties/mackey_glass/properties/tau/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema40.properties.mackey_glass.properties.tau,data:data11};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data11.length < 1){
const err33 = {instancePath:instancePath+"/mackey_glass/tau",schemaPath:"#/properties/mackey_glass/properties/tau/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.mackey_glass.properties.tau,data:data11};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
if(data10.samples !== undefined && func0.call(data10, "samples")){
let data12 = data10.samples;
if((!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))) && (typeof data12 !== "string")){
const err34 = {instancePath:instancePath+"/mackey_glass/samples",schemaPath:"#/properties/mackey_glass/properties/samples/type",keyword:"type",params:{type: schema40.properties.mackey_glass.properties.samples.type},message:"must be integer,string",schema:schema40.properties.mackey_glass.properties.samples.type,parentSchema:schema40.properties.mackey_glass.properties.samples,data:data12};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(typeof data12 === "string"){
if(data12.length > 1000){
const err35 = {instancePath:instancePath+"/mackey_glass/samples",schemaPath:"#/properties/mackey_glass/properties/samples/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema40.properties.mackey_glass.properties.samples,data:data12};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data12.length < 1){
const err36 = {instancePath:instancePath+"/mackey_glass/samples",schemaPath:"#/properties/mackey_glass/properties/samples/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.mackey_glass.properties.samples,data:data12};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
}
else {
const err37 = {instancePath:instancePath+"/mackey_glass",schemaPath:"#/properties/mackey_glass/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema40.properties.mackey_glass.type,parentSchema:schema40.properties.mackey_glass,data:data10};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data.waves !== undefined && func0.call(data, "waves")){
let data13 = data.waves;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key5 of Object.keys(data13)){
if(!((((key5 === "shortest") || (key5 === "longest")) || (key5 === "noise")) || (key5 === "samples"))){
const err38 = {instancePath:instancePath+"/waves",schemaPath:"#/properties/waves/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema40.properties.waves,data:data13};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data13.shortest !== undefined && func0.call(data13, "shortest")){
let data14 = data13.shortest;
if((!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))) && (typeof data14 !== "string")){
const err39 = {instancePath:instancePath+"/waves/shortest",schemaPath:"#/properties/waves/properties/shortest/type",keyword:"type",params:{type: schema40.properties.waves.properties.shortest.type},message:"must be integer,string",schema:schema40.properties.waves.properties.shortest.type,parentSchema:schema40.properties.waves.properties.shortest,data:data14};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if(typeof data14 === "string"){
if(data14.length > 1000){
const err40 = {instancePath:instancePath+"/waves/shortest",schemaPath:"#/properties/waves/properties/shortest/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema40.properties.waves.properties.shortest,data:data14};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data14.length < 1){
const err41 = {instancePath:instancePath+"/waves/shortest",schemaPath:"#/properties/waves/properties/shortest/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.waves.properties.shortest,data:data14};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
if(data13.longest !== undefined && func0.call(data13, "longest")){
let data15 = data13.longest;
if((!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))) && (typeof data15 !== "string")){
const err42 = {instancePath:instancePath+"/waves/longest",schemaPath:"#/properties/waves/properties/longest/type",keyword:"type",params:{type: schema40.properties.waves.properties.longest.type},message:"must be integer,string",schema:schema40.properties.waves.properties.longest.type,parentSchema:schema40.properties.waves.properties.longest,data:data15};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(typeof data15 === "string"){
if(data15.length > 1000){
const err43 = {instancePath:instancePath+"/waves/longest",schemaPath:"#/properties/waves/properties/longest/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema40.properties.waves.properties.longest,data:data15};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(data15.length < 1){
const err44 = {instancePath:instancePath+"/waves/longest",schemaPath:"#/properties/waves/properties/longest/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.waves.properties.longest,data:data15};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
if(data13.noise !== undefined && func0.call(data13, "noise")){
let data16 = data13.noise;
if((!((typeof data16 == "number") && (isFinite(data16)))) && (typeof data16 !== "string")){
const err45 = {instancePath:instancePath+"/waves/noise",schemaPath:"#/properties/waves/properties/noise/type",keyword:"type",params:{type: schema40.properties.waves.properties.noise.type},message:"must be number,string",schema:schema40.properties.waves.properties.noise.type,parentSchema:schema40.properties.waves.properties.noise,data:data16};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(typeof data16 === "string"){
if(data16.length > 1000){
const err46 = {instancePath:instancePath+"/waves/noise",schemaPath:"#/properties/waves/properties/noise/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema40.properties.waves.properties.noise,data:data16};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(data16.length < 1){
const err47 = {instancePath:instancePath+"/waves/noise",schemaPath:"#/properties/waves/properties/noise/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.waves.properties.noise,data:data16};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
if(data13.samples !== undefined && func0.call(data13, "samples")){
let data17 = data13.samples;
if((!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))) && (typeof data17 !== "string")){
const err48 = {instancePath:instancePath+"/waves/samples",schemaPath:"#/properties/waves/properties/samples/type",keyword:"type",params:{type: schema40.properties.waves.properties.samples.type},message:"must be integer,string",schema:schema40.properties.waves.properties.samples.type,parentSchema:schema40.properties.waves.properties.samples,data:data17};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(typeof data17 === "string"){
if(data17.length > 1000){
const err49 = {instancePath:instancePath+"/waves/samples",schemaPath:"#/properties/waves/properties/samples/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema40.properties.waves.properties.samples,data:data17};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(data17.length < 1){
const err50 = {instancePath:instancePath+"/waves/samples",schemaPath:"#/properties/waves/properties/samples/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.waves.properties.samples,data:data17};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
}
}
else {
const err51 = {instancePath:instancePath+"/waves",schemaPath:"#/properties/waves/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema40.properties.waves.type,parentSchema:schema40.properties.waves,data:data13};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
else {
const err52 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema40.type,parentSchema:schema40,data};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
validate143.errors = vErrors;
return errors === 0;
}

const schema41 = {"title":"column","type":"object","additionalProperties":false,"properties":{"type":{"title":"type","type":"string","enum":["number","category","time","text","ignore"]},"normalize":{"title":"normalisation","type":"string","enum":["standard","minmax","none"]},"values":{"title":"values of a category","type":"array","minItems":1,"maxItems":100000,"items":{"title":"value","type":["string","number"],"maxLength":10000}}}};

function validate145(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!(((key0 === "type") || (key0 === "normalize")) || (key0 === "values"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema41,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema41.properties.type.type,parentSchema:schema41.properties.type,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!(((((data0 === "number") || (data0 === "category")) || (data0 === "time")) || (data0 === "text")) || (data0 === "ignore"))){
const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/enum",keyword:"enum",params:{allowedValues: schema41.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema41.properties.type.enum,parentSchema:schema41.properties.type,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.normalize !== undefined && func0.call(data, "normalize")){
let data1 = data.normalize;
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/normalize",schemaPath:"#/properties/normalize/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema41.properties.normalize.type,parentSchema:schema41.properties.normalize,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(!(((data1 === "standard") || (data1 === "minmax")) || (data1 === "none"))){
const err4 = {instancePath:instancePath+"/normalize",schemaPath:"#/properties/normalize/enum",keyword:"enum",params:{allowedValues: schema41.properties.normalize.enum},message:"must be equal to one of the allowed values",schema:schema41.properties.normalize.enum,parentSchema:schema41.properties.normalize,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.values !== undefined && func0.call(data, "values")){
let data2 = data.values;
if(Array.isArray(data2)){
if(data2.length > 100000){
const err5 = {instancePath:instancePath+"/values",schemaPath:"#/properties/values/maxItems",keyword:"maxItems",params:{limit: 100000},message:"must NOT have more than 100000 items",schema:100000,parentSchema:schema41.properties.values,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data2.length < 1){
const err6 = {instancePath:instancePath+"/values",schemaPath:"#/properties/values/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema41.properties.values,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if((typeof data3 !== "string") && (!((typeof data3 == "number") && (isFinite(data3))))){
const err7 = {instancePath:instancePath+"/values/" + i0,schemaPath:"#/properties/values/items/type",keyword:"type",params:{type: schema41.properties.values.items.type},message:"must be string,number",schema:schema41.properties.values.items.type,parentSchema:schema41.properties.values.items,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(typeof data3 === "string"){
if(data3.length > 10000){
const err8 = {instancePath:instancePath+"/values/" + i0,schemaPath:"#/properties/values/items/maxLength",keyword:"maxLength",params:{limit: 10000},message:"must NOT have more than 10000 characters",schema:10000,parentSchema:schema41.properties.values.items,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
}
else {
const err9 = {instancePath:instancePath+"/values",schemaPath:"#/properties/values/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema41.properties.values.type,parentSchema:schema41.properties.values,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema41.type,parentSchema:schema41,data};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
validate145.errors = vErrors;
return errors === 0;
}

const schema42 = {"title":"windows","type":"object","required":["width"],"additionalProperties":false,"properties":{"width":{"title":"width","type":["integer","string"],"minLength":1,"maxLength":1000},"horizon":{"title":"horizon","type":["integer","string"],"minLength":1,"maxLength":1000},"stride":{"title":"stride","type":["integer","string"],"minLength":1,"maxLength":1000}}};

function validate147(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.width === undefined) || (!(func0.call(data, "width")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "width"},message:"must have required property '"+"width"+"'",schema:schema42.required,parentSchema:schema42,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "width") || (key0 === "horizon")) || (key0 === "stride"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema42,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.width !== undefined && func0.call(data, "width")){
let data0 = data.width;
if((!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))) && (typeof data0 !== "string")){
const err2 = {instancePath:instancePath+"/width",schemaPath:"#/properties/width/type",keyword:"type",params:{type: schema42.properties.width.type},message:"must be integer,string",schema:schema42.properties.width.type,parentSchema:schema42.properties.width,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
const err3 = {instancePath:instancePath+"/width",schemaPath:"#/properties/width/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema42.properties.width,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data0.length < 1){
const err4 = {instancePath:instancePath+"/width",schemaPath:"#/properties/width/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema42.properties.width,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
if(data.horizon !== undefined && func0.call(data, "horizon")){
let data1 = data.horizon;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
const err5 = {instancePath:instancePath+"/horizon",schemaPath:"#/properties/horizon/type",keyword:"type",params:{type: schema42.properties.horizon.type},message:"must be integer,string",schema:schema42.properties.horizon.type,parentSchema:schema42.properties.horizon,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
const err6 = {instancePath:instancePath+"/horizon",schemaPath:"#/properties/horizon/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema42.properties.horizon,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data1.length < 1){
const err7 = {instancePath:instancePath+"/horizon",schemaPath:"#/properties/horizon/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema42.properties.horizon,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
if(data.stride !== undefined && func0.call(data, "stride")){
let data2 = data.stride;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
const err8 = {instancePath:instancePath+"/stride",schemaPath:"#/properties/stride/type",keyword:"type",params:{type: schema42.properties.stride.type},message:"must be integer,string",schema:schema42.properties.stride.type,parentSchema:schema42.properties.stride,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
const err9 = {instancePath:instancePath+"/stride",schemaPath:"#/properties/stride/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema42.properties.stride,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data2.length < 1){
const err10 = {instancePath:instancePath+"/stride",schemaPath:"#/properties/stride/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema42.properties.stride,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
}
else {
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema42.type,parentSchema:schema42,data};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate147.errors = vErrors;
return errors === 0;
}

const schema43 = {"title":"feed","type":"object","additionalProperties":false,"properties":{"columns":{"title":"columns of the feed","type":"array","minItems":1,"maxItems":10000,"items":{"title":"name of a column","type":"string","minLength":1,"maxLength":200}},"part":{"title":"part of the window","type":"string","enum":["window","horizon","next"]},"tokens":{"title":"tokens","type":"string","enum":["input","next"]}}};

function validate149(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!(((key0 === "columns") || (key0 === "part")) || (key0 === "tokens"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.columns !== undefined && func0.call(data, "columns")){
let data0 = data.columns;
if(Array.isArray(data0)){
if(data0.length > 10000){
const err1 = {instancePath:instancePath+"/columns",schemaPath:"#/properties/columns/maxItems",keyword:"maxItems",params:{limit: 10000},message:"must NOT have more than 10000 items",schema:10000,parentSchema:schema43.properties.columns,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data0.length < 1){
const err2 = {instancePath:instancePath+"/columns",schemaPath:"#/properties/columns/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema43.properties.columns,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(data1.length > 200){
const err3 = {instancePath:instancePath+"/columns/" + i0,schemaPath:"#/properties/columns/items/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema43.properties.columns.items,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data1.length < 1){
const err4 = {instancePath:instancePath+"/columns/" + i0,schemaPath:"#/properties/columns/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema43.properties.columns.items,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/columns/" + i0,schemaPath:"#/properties/columns/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema43.properties.columns.items.type,parentSchema:schema43.properties.columns.items,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath:instancePath+"/columns",schemaPath:"#/properties/columns/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema43.properties.columns.type,parentSchema:schema43.properties.columns,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.part !== undefined && func0.call(data, "part")){
let data2 = data.part;
if(typeof data2 !== "string"){
const err7 = {instancePath:instancePath+"/part",schemaPath:"#/properties/part/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema43.properties.part.type,parentSchema:schema43.properties.part,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!(((data2 === "window") || (data2 === "horizon")) || (data2 === "next"))){
const err8 = {instancePath:instancePath+"/part",schemaPath:"#/properties/part/enum",keyword:"enum",params:{allowedValues: schema43.properties.part.enum},message:"must be equal to one of the allowed values",schema:schema43.properties.part.enum,parentSchema:schema43.properties.part,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.tokens !== undefined && func0.call(data, "tokens")){
let data3 = data.tokens;
if(typeof data3 !== "string"){
const err9 = {instancePath:instancePath+"/tokens",schemaPath:"#/properties/tokens/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema43.properties.tokens.type,parentSchema:schema43.properties.tokens,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!((data3 === "input") || (data3 === "next"))){
const err10 = {instancePath:instancePath+"/tokens",schemaPath:"#/properties/tokens/enum",keyword:"enum",params:{allowedValues: schema43.properties.tokens.enum},message:"must be equal to one of the allowed values",schema:schema43.properties.tokens.enum,parentSchema:schema43.properties.tokens,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema43.type,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate149.errors = vErrors;
return errors === 0;
}

const schema44 = {"title":"split","type":"object","additionalProperties":false,"properties":{"train":{"title":"training share","type":["number","string"],"minLength":1,"maxLength":1000},"validation":{"title":"validation share","type":["number","string"],"minLength":1,"maxLength":1000},"test":{"title":"test share","type":["number","string"],"minLength":1,"maxLength":1000},"by":{"title":"by","type":"string","enum":["order","random"]},"column":{"title":"column that splits","type":"string","minLength":1,"maxLength":200},"at":{"title":"borders","type":"array","minItems":1,"maxItems":2,"items":{"title":"border","type":["string","number"],"minLength":1,"maxLength":100}}}};

function validate151(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((((((key0 === "train") || (key0 === "validation")) || (key0 === "test")) || (key0 === "by")) || (key0 === "column")) || (key0 === "at"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.train !== undefined && func0.call(data, "train")){
let data0 = data.train;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
const err1 = {instancePath:instancePath+"/train",schemaPath:"#/properties/train/type",keyword:"type",params:{type: schema44.properties.train.type},message:"must be number,string",schema:schema44.properties.train.type,parentSchema:schema44.properties.train,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
const err2 = {instancePath:instancePath+"/train",schemaPath:"#/properties/train/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema44.properties.train,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data0.length < 1){
const err3 = {instancePath:instancePath+"/train",schemaPath:"#/properties/train/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema44.properties.train,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
if(data.validation !== undefined && func0.call(data, "validation")){
let data1 = data.validation;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
const err4 = {instancePath:instancePath+"/validation",schemaPath:"#/properties/validation/type",keyword:"type",params:{type: schema44.properties.validation.type},message:"must be number,string",schema:schema44.properties.validation.type,parentSchema:schema44.properties.validation,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
const err5 = {instancePath:instancePath+"/validation",schemaPath:"#/properties/validation/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema44.properties.validation,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data1.length < 1){
const err6 = {instancePath:instancePath+"/validation",schemaPath:"#/properties/validation/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema44.properties.validation,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
if(data.test !== undefined && func0.call(data, "test")){
let data2 = data.test;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
const err7 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/type",keyword:"type",params:{type: schema44.properties.test.type},message:"must be number,string",schema:schema44.properties.test.type,parentSchema:schema44.properties.test,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
const err8 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema44.properties.test,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data2.length < 1){
const err9 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema44.properties.test,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
if(data.by !== undefined && func0.call(data, "by")){
let data3 = data.by;
if(typeof data3 !== "string"){
const err10 = {instancePath:instancePath+"/by",schemaPath:"#/properties/by/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema44.properties.by.type,parentSchema:schema44.properties.by,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(!((data3 === "order") || (data3 === "random"))){
const err11 = {instancePath:instancePath+"/by",schemaPath:"#/properties/by/enum",keyword:"enum",params:{allowedValues: schema44.properties.by.enum},message:"must be equal to one of the allowed values",schema:schema44.properties.by.enum,parentSchema:schema44.properties.by,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.column !== undefined && func0.call(data, "column")){
let data4 = data.column;
if(typeof data4 === "string"){
if(data4.length > 200){
const err12 = {instancePath:instancePath+"/column",schemaPath:"#/properties/column/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema44.properties.column,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data4.length < 1){
const err13 = {instancePath:instancePath+"/column",schemaPath:"#/properties/column/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema44.properties.column,data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/column",schemaPath:"#/properties/column/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema44.properties.column.type,parentSchema:schema44.properties.column,data:data4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.at !== undefined && func0.call(data, "at")){
let data5 = data.at;
if(Array.isArray(data5)){
if(data5.length > 2){
const err15 = {instancePath:instancePath+"/at",schemaPath:"#/properties/at/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema44.properties.at,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data5.length < 1){
const err16 = {instancePath:instancePath+"/at",schemaPath:"#/properties/at/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema44.properties.at,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
let data6 = data5[i0];
if((typeof data6 !== "string") && (!((typeof data6 == "number") && (isFinite(data6))))){
const err17 = {instancePath:instancePath+"/at/" + i0,schemaPath:"#/properties/at/items/type",keyword:"type",params:{type: schema44.properties.at.items.type},message:"must be string,number",schema:schema44.properties.at.items.type,parentSchema:schema44.properties.at.items,data:data6};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(typeof data6 === "string"){
if(data6.length > 100){
const err18 = {instancePath:instancePath+"/at/" + i0,schemaPath:"#/properties/at/items/maxLength",keyword:"maxLength",params:{limit: 100},message:"must NOT have more than 100 characters",schema:100,parentSchema:schema44.properties.at.items,data:data6};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data6.length < 1){
const err19 = {instancePath:instancePath+"/at/" + i0,schemaPath:"#/properties/at/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema44.properties.at.items,data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
}
else {
const err20 = {instancePath:instancePath+"/at",schemaPath:"#/properties/at/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema44.properties.at.type,parentSchema:schema44.properties.at,data:data5};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema44.type,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
validate151.errors = vErrors;
return errors === 0;
}

const schema45 = {"title":"vocabulary","type":"object","additionalProperties":false,"properties":{"of":{"title":"kind of token","type":"string","enum":["bytes","characters","words"]},"size":{"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000},"unknown":{"title":"unknown token","type":["string","boolean"],"minLength":1,"maxLength":100}}};

function validate153(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!(((key0 === "of") || (key0 === "size")) || (key0 === "unknown"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema45,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.of !== undefined && func0.call(data, "of")){
let data0 = data.of;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/of",schemaPath:"#/properties/of/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.of.type,parentSchema:schema45.properties.of,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!(((data0 === "bytes") || (data0 === "characters")) || (data0 === "words"))){
const err2 = {instancePath:instancePath+"/of",schemaPath:"#/properties/of/enum",keyword:"enum",params:{allowedValues: schema45.properties.of.enum},message:"must be equal to one of the allowed values",schema:schema45.properties.of.enum,parentSchema:schema45.properties.of,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.size !== undefined && func0.call(data, "size")){
let data1 = data.size;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
const err3 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/type",keyword:"type",params:{type: schema45.properties.size.type},message:"must be integer,string",schema:schema45.properties.size.type,parentSchema:schema45.properties.size,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
const err4 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.size,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data1.length < 1){
const err5 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.size,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
if(data.unknown !== undefined && func0.call(data, "unknown")){
let data2 = data.unknown;
if((typeof data2 !== "string") && (typeof data2 !== "boolean")){
const err6 = {instancePath:instancePath+"/unknown",schemaPath:"#/properties/unknown/type",keyword:"type",params:{type: schema45.properties.unknown.type},message:"must be string,boolean",schema:schema45.properties.unknown.type,parentSchema:schema45.properties.unknown,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(typeof data2 === "string"){
if(data2.length > 100){
const err7 = {instancePath:instancePath+"/unknown",schemaPath:"#/properties/unknown/maxLength",keyword:"maxLength",params:{limit: 100},message:"must NOT have more than 100 characters",schema:100,parentSchema:schema45.properties.unknown,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data2.length < 1){
const err8 = {instancePath:instancePath+"/unknown",schemaPath:"#/properties/unknown/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.unknown,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema45.type,parentSchema:schema45,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate153.errors = vErrors;
return errors === 0;
}


function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="model.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.inputs === undefined) || (!(func0.call(data, "inputs")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "inputs"},message:"must have required property '"+"inputs"+"'",schema:schema6.required,parentSchema:schema6,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.layers === undefined) || (!(func0.call(data, "layers")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "layers"},message:"must have required property '"+"layers"+"'",schema:schema6.required,parentSchema:schema6,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.outputs === undefined) || (!(func0.call(data, "outputs")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "outputs"},message:"must have required property '"+"outputs"+"'",schema:schema6.required,parentSchema:schema6,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((func0.call(schema6.properties, key0)) || (pattern0.test(key0)))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema6,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.name !== undefined && func0.call(data, "name")){
let data0 = data.name;
if(typeof data0 === "string"){
if(data0.length > 64){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema6.properties.name,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data0.length < 1){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.name,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.name.type,parentSchema:schema6.properties.name,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.description !== undefined && func0.call(data, "description")){
let data1 = data.description;
if(typeof data1 === "string"){
if(data1.length > 10000){
const err7 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 10000},message:"must NOT have more than 10000 characters",schema:10000,parentSchema:schema6.properties.description,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.description.type,parentSchema:schema6.properties.description,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.seed !== undefined && func0.call(data, "seed")){
let data2 = data.seed;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
const err9 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/type",keyword:"type",params:{type: schema6.properties.seed.type},message:"must be integer,string",schema:schema6.properties.seed.type,parentSchema:schema6.properties.seed,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
const err10 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.seed,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data.unroll !== undefined && func0.call(data, "unroll")){
let data3 = data.unroll;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (typeof data3 !== "string")){
const err11 = {instancePath:instancePath+"/unroll",schemaPath:"#/properties/unroll/type",keyword:"type",params:{type: schema6.properties.unroll.type},message:"must be integer,string",schema:schema6.properties.unroll.type,parentSchema:schema6.properties.unroll,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
const err12 = {instancePath:instancePath+"/unroll",schemaPath:"#/properties/unroll/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.unroll,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
if(data.parameters !== undefined && func0.call(data, "parameters")){
let data4 = data.parameters;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(Object.keys(data4).length > 1000){
const err13 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema6.properties.parameters,data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
for(const key1 of Object.keys(data4)){
let data5 = data4[key1];
if(!((typeof data5 == "number") && (isFinite(data5)))){
const err14 = {instancePath:instancePath+"/parameters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/parameters/additionalProperties/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema6.properties.parameters.additionalProperties.type,parentSchema:schema6.properties.parameters.additionalProperties,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.parameters.type,parentSchema:schema6.properties.parameters,data:data4};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.imports !== undefined && func0.call(data, "imports")){
let data6 = data.imports;
if(Array.isArray(data6)){
if(data6.length > 100){
const err16 = {instancePath:instancePath+"/imports",schemaPath:"#/properties/imports/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema6.properties.imports,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if(typeof data7 === "string"){
if(data7.length > 1000){
const err17 = {instancePath:instancePath+"/imports/" + i0,schemaPath:"#/properties/imports/items/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.imports.items,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data7.length < 1){
const err18 = {instancePath:instancePath+"/imports/" + i0,schemaPath:"#/properties/imports/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.imports.items,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/imports/" + i0,schemaPath:"#/properties/imports/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.imports.items.type,parentSchema:schema6.properties.imports.items,data:data7};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath:instancePath+"/imports",schemaPath:"#/properties/imports/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema6.properties.imports.type,parentSchema:schema6.properties.imports,data:data6};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.inputs !== undefined && func0.call(data, "inputs")){
let data8 = data.inputs;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(Object.keys(data8).length > 1000){
const err21 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema6.properties.inputs,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(Object.keys(data8).length < 1){
const err22 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema6.properties.inputs,data:data8};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
for(const key2 of Object.keys(data8)){
if(!(validate22(data8[key2], {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data8,parentDataProperty:key2,rootData}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
}
else {
const err23 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.inputs.type,parentSchema:schema6.properties.inputs,data:data8};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.cells !== undefined && func0.call(data, "cells")){
let data10 = data.cells;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if(Object.keys(data10).length > 1000){
const err24 = {instancePath:instancePath+"/cells",schemaPath:"#/properties/cells/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema6.properties.cells,data:data10};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
for(const key3 of Object.keys(data10)){
if(!(validate26(data10[key3], {instancePath:instancePath+"/cells/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data10,parentDataProperty:key3,rootData}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
}
}
else {
const err25 = {instancePath:instancePath+"/cells",schemaPath:"#/properties/cells/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.cells.type,parentSchema:schema6.properties.cells,data:data10};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.layers !== undefined && func0.call(data, "layers")){
let data12 = data.layers;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
if(Object.keys(data12).length > 10000){
const err26 = {instancePath:instancePath+"/layers",schemaPath:"#/properties/layers/maxProperties",keyword:"maxProperties",params:{limit: 10000},message:"must NOT have more than 10000 properties",schema:10000,parentSchema:schema6.properties.layers,data:data12};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(Object.keys(data12).length < 1){
const err27 = {instancePath:instancePath+"/layers",schemaPath:"#/properties/layers/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema6.properties.layers,data:data12};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
for(const key4 of Object.keys(data12)){
if(!(validate62(data12[key4], {instancePath:instancePath+"/layers/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data12,parentDataProperty:key4,rootData}))){
vErrors = vErrors === null ? validate62.errors : vErrors.concat(validate62.errors);
errors = vErrors.length;
}
}
}
else {
const err28 = {instancePath:instancePath+"/layers",schemaPath:"#/properties/layers/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.layers.type,parentSchema:schema6.properties.layers,data:data12};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.data !== undefined && func0.call(data, "data")){
let data14 = data.data;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
if((data14.source === undefined) || (!(func0.call(data14, "source")))){
const err29 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/required",keyword:"required",params:{missingProperty: "source"},message:"must have required property '"+"source"+"'",schema:schema6.properties.data.required,parentSchema:schema6.properties.data,data:data14};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
for(const key5 of Object.keys(data14)){
if(!((func0.call(schema6.properties.data.properties, key5)) || (pattern0.test(key5)))){
const err30 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema6.properties.data,data:data14};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data14.source !== undefined && func0.call(data14, "source")){
let data15 = data14.source;
if((!data15 || typeof data15 != "object") && (typeof data15 !== "string")){
const err31 = {instancePath:instancePath+"/data/source",schemaPath:"#/properties/data/properties/source/type",keyword:"type",params:{type: schema6.properties.data.properties.source.type},message:"must be string,array,object",schema:schema6.properties.data.properties.source.type,parentSchema:schema6.properties.data.properties.source,data:data15};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(typeof data15 === "string"){
if(data15.length > 1000){
const err32 = {instancePath:instancePath+"/data/source",schemaPath:"#/properties/data/properties/source/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.data.properties.source,data:data15};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data15.length < 1){
const err33 = {instancePath:instancePath+"/data/source",schemaPath:"#/properties/data/properties/source/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.data.properties.source,data:data15};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(Array.isArray(data15)){
if(data15.length > 10000){
const err34 = {instancePath:instancePath+"/data/source",schemaPath:"#/properties/data/properties/source/maxItems",keyword:"maxItems",params:{limit: 10000},message:"must NOT have more than 10000 items",schema:10000,parentSchema:schema6.properties.data.properties.source,data:data15};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data15.length < 1){
const err35 = {instancePath:instancePath+"/data/source",schemaPath:"#/properties/data/properties/source/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema6.properties.data.properties.source,data:data15};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
const len1 = data15.length;
for(let i1=0; i1<len1; i1++){
let data16 = data15[i1];
if(typeof data16 === "string"){
if(data16.length > 1000){
const err36 = {instancePath:instancePath+"/data/source/" + i1,schemaPath:"#/properties/data/properties/source/items/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.data.properties.source.items,data:data16};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data16.length < 1){
const err37 = {instancePath:instancePath+"/data/source/" + i1,schemaPath:"#/properties/data/properties/source/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.data.properties.source.items,data:data16};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
else {
const err38 = {instancePath:instancePath+"/data/source/" + i1,schemaPath:"#/properties/data/properties/source/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.data.properties.source.items.type,parentSchema:schema6.properties.data.properties.source.items,data:data16};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
if(Object.keys(data15).length > 1000){
const err39 = {instancePath:instancePath+"/data/source",schemaPath:"#/properties/data/properties/source/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema6.properties.data.properties.source,data:data15};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if(Object.keys(data15).length < 1){
const err40 = {instancePath:instancePath+"/data/source",schemaPath:"#/properties/data/properties/source/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema6.properties.data.properties.source,data:data15};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
for(const key6 of Object.keys(data15)){
if(!((((key6 === "train") || (key6 === "validation")) || (key6 === "test")) || (key6 === "task"))){
let data17 = data15[key6];
if(typeof data17 === "string"){
if(data17.length > 1000){
const err41 = {instancePath:instancePath+"/data/source/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/data/properties/source/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.data.properties.source.additionalProperties,data:data17};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(data17.length < 1){
const err42 = {instancePath:instancePath+"/data/source/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/data/properties/source/additionalProperties/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.data.properties.source.additionalProperties,data:data17};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
else {
const err43 = {instancePath:instancePath+"/data/source/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/data/properties/source/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.data.properties.source.additionalProperties.type,parentSchema:schema6.properties.data.properties.source.additionalProperties,data:data17};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
if(data15.train !== undefined && func0.call(data15, "train")){
if(!(validate139(data15.train, {instancePath:instancePath+"/data/source/train",parentData:data15,parentDataProperty:"train",rootData}))){
vErrors = vErrors === null ? validate139.errors : vErrors.concat(validate139.errors);
errors = vErrors.length;
}
}
if(data15.validation !== undefined && func0.call(data15, "validation")){
if(!(validate139(data15.validation, {instancePath:instancePath+"/data/source/validation",parentData:data15,parentDataProperty:"validation",rootData}))){
vErrors = vErrors === null ? validate139.errors : vErrors.concat(validate139.errors);
errors = vErrors.length;
}
}
if(data15.test !== undefined && func0.call(data15, "test")){
if(!(validate139(data15.test, {instancePath:instancePath+"/data/source/test",parentData:data15,parentDataProperty:"test",rootData}))){
vErrors = vErrors === null ? validate139.errors : vErrors.concat(validate139.errors);
errors = vErrors.length;
}
}
if(data15.task !== undefined && func0.call(data15, "task")){
if(!(validate143(data15.task, {instancePath:instancePath+"/data/source/task",parentData:data15,parentDataProperty:"task",rootData}))){
vErrors = vErrors === null ? validate143.errors : vErrors.concat(validate143.errors);
errors = vErrors.length;
}
}
}
}
if(data14.format !== undefined && func0.call(data14, "format")){
let data22 = data14.format;
if(typeof data22 !== "string"){
const err44 = {instancePath:instancePath+"/data/format",schemaPath:"#/properties/data/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.data.properties.format.type,parentSchema:schema6.properties.data.properties.format,data:data22};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(!(((((data22 === "csv") || (data22 === "json")) || (data22 === "ndjson")) || (data22 === "npy")) || (data22 === "text"))){
const err45 = {instancePath:instancePath+"/data/format",schemaPath:"#/properties/data/properties/format/enum",keyword:"enum",params:{allowedValues: schema6.properties.data.properties.format.enum},message:"must be equal to one of the allowed values",schema:schema6.properties.data.properties.format.enum,parentSchema:schema6.properties.data.properties.format,data:data22};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data14.delimiter !== undefined && func0.call(data14, "delimiter")){
let data23 = data14.delimiter;
if(typeof data23 === "string"){
if(data23.length > 1){
const err46 = {instancePath:instancePath+"/data/delimiter",schemaPath:"#/properties/data/properties/delimiter/maxLength",keyword:"maxLength",params:{limit: 1},message:"must NOT have more than 1 characters",schema:1,parentSchema:schema6.properties.data.properties.delimiter,data:data23};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(data23.length < 1){
const err47 = {instancePath:instancePath+"/data/delimiter",schemaPath:"#/properties/data/properties/delimiter/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.data.properties.delimiter,data:data23};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
else {
const err48 = {instancePath:instancePath+"/data/delimiter",schemaPath:"#/properties/data/properties/delimiter/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.data.properties.delimiter.type,parentSchema:schema6.properties.data.properties.delimiter,data:data23};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data14.decimal !== undefined && func0.call(data14, "decimal")){
let data24 = data14.decimal;
if(typeof data24 !== "string"){
const err49 = {instancePath:instancePath+"/data/decimal",schemaPath:"#/properties/data/properties/decimal/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.data.properties.decimal.type,parentSchema:schema6.properties.data.properties.decimal,data:data24};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(!((data24 === ".") || (data24 === ","))){
const err50 = {instancePath:instancePath+"/data/decimal",schemaPath:"#/properties/data/properties/decimal/enum",keyword:"enum",params:{allowedValues: schema6.properties.data.properties.decimal.enum},message:"must be equal to one of the allowed values",schema:schema6.properties.data.properties.decimal.enum,parentSchema:schema6.properties.data.properties.decimal,data:data24};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data14.header !== undefined && func0.call(data14, "header")){
let data25 = data14.header;
if(typeof data25 !== "boolean"){
const err51 = {instancePath:instancePath+"/data/header",schemaPath:"#/properties/data/properties/header/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema6.properties.data.properties.header.type,parentSchema:schema6.properties.data.properties.header,data:data25};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data14.columns !== undefined && func0.call(data14, "columns")){
let data26 = data14.columns;
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
if(Object.keys(data26).length > 10000){
const err52 = {instancePath:instancePath+"/data/columns",schemaPath:"#/properties/data/properties/columns/maxProperties",keyword:"maxProperties",params:{limit: 10000},message:"must NOT have more than 10000 properties",schema:10000,parentSchema:schema6.properties.data.properties.columns,data:data26};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
for(const key7 of Object.keys(data26)){
if(!(validate145(data26[key7], {instancePath:instancePath+"/data/columns/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data26,parentDataProperty:key7,rootData}))){
vErrors = vErrors === null ? validate145.errors : vErrors.concat(validate145.errors);
errors = vErrors.length;
}
}
}
else {
const err53 = {instancePath:instancePath+"/data/columns",schemaPath:"#/properties/data/properties/columns/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.data.properties.columns.type,parentSchema:schema6.properties.data.properties.columns,data:data26};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data14.group !== undefined && func0.call(data14, "group")){
let data28 = data14.group;
if(typeof data28 === "string"){
if(data28.length > 200){
const err54 = {instancePath:instancePath+"/data/group",schemaPath:"#/properties/data/properties/group/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema6.properties.data.properties.group,data:data28};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data28.length < 1){
const err55 = {instancePath:instancePath+"/data/group",schemaPath:"#/properties/data/properties/group/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.data.properties.group,data:data28};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
else {
const err56 = {instancePath:instancePath+"/data/group",schemaPath:"#/properties/data/properties/group/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.data.properties.group.type,parentSchema:schema6.properties.data.properties.group,data:data28};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data14.windows !== undefined && func0.call(data14, "windows")){
if(!(validate147(data14.windows, {instancePath:instancePath+"/data/windows",parentData:data14,parentDataProperty:"windows",rootData}))){
vErrors = vErrors === null ? validate147.errors : vErrors.concat(validate147.errors);
errors = vErrors.length;
}
}
if(data14.feeds !== undefined && func0.call(data14, "feeds")){
let data30 = data14.feeds;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
if(Object.keys(data30).length > 1000){
const err57 = {instancePath:instancePath+"/data/feeds",schemaPath:"#/properties/data/properties/feeds/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema6.properties.data.properties.feeds,data:data30};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(Object.keys(data30).length < 1){
const err58 = {instancePath:instancePath+"/data/feeds",schemaPath:"#/properties/data/properties/feeds/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema6.properties.data.properties.feeds,data:data30};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
for(const key8 of Object.keys(data30)){
if(!(validate149(data30[key8], {instancePath:instancePath+"/data/feeds/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data30,parentDataProperty:key8,rootData}))){
vErrors = vErrors === null ? validate149.errors : vErrors.concat(validate149.errors);
errors = vErrors.length;
}
}
}
else {
const err59 = {instancePath:instancePath+"/data/feeds",schemaPath:"#/properties/data/properties/feeds/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.data.properties.feeds.type,parentSchema:schema6.properties.data.properties.feeds,data:data30};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data14.split !== undefined && func0.call(data14, "split")){
if(!(validate151(data14.split, {instancePath:instancePath+"/data/split",parentData:data14,parentDataProperty:"split",rootData}))){
vErrors = vErrors === null ? validate151.errors : vErrors.concat(validate151.errors);
errors = vErrors.length;
}
}
if(data14.vocabulary !== undefined && func0.call(data14, "vocabulary")){
if(!(validate153(data14.vocabulary, {instancePath:instancePath+"/data/vocabulary",parentData:data14,parentDataProperty:"vocabulary",rootData}))){
vErrors = vErrors === null ? validate153.errors : vErrors.concat(validate153.errors);
errors = vErrors.length;
}
}
if(data14.shuffle !== undefined && func0.call(data14, "shuffle")){
let data34 = data14.shuffle;
if(typeof data34 !== "boolean"){
const err60 = {instancePath:instancePath+"/data/shuffle",schemaPath:"#/properties/data/properties/shuffle/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema6.properties.data.properties.shuffle.type,parentSchema:schema6.properties.data.properties.shuffle,data:data34};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data14.buckets !== undefined && func0.call(data14, "buckets")){
let data35 = data14.buckets;
if((!(((typeof data35 == "number") && (!(data35 % 1) && !isNaN(data35))) && (isFinite(data35)))) && (typeof data35 !== "string")){
const err61 = {instancePath:instancePath+"/data/buckets",schemaPath:"#/properties/data/properties/buckets/type",keyword:"type",params:{type: schema6.properties.data.properties.buckets.type},message:"must be integer,string",schema:schema6.properties.data.properties.buckets.type,parentSchema:schema6.properties.data.properties.buckets,data:data35};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(typeof data35 === "string"){
if(data35.length > 1000){
const err62 = {instancePath:instancePath+"/data/buckets",schemaPath:"#/properties/data/properties/buckets/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.data.properties.buckets,data:data35};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(data35.length < 1){
const err63 = {instancePath:instancePath+"/data/buckets",schemaPath:"#/properties/data/properties/buckets/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.data.properties.buckets,data:data35};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
}
if(data14.bad_rows !== undefined && func0.call(data14, "bad_rows")){
let data36 = data14.bad_rows;
if(typeof data36 !== "string"){
const err64 = {instancePath:instancePath+"/data/bad_rows",schemaPath:"#/properties/data/properties/bad_rows/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.data.properties.bad_rows.type,parentSchema:schema6.properties.data.properties.bad_rows,data:data36};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(!((data36 === "stop") || (data36 === "skip"))){
const err65 = {instancePath:instancePath+"/data/bad_rows",schemaPath:"#/properties/data/properties/bad_rows/enum",keyword:"enum",params:{allowedValues: schema6.properties.data.properties.bad_rows.enum},message:"must be equal to one of the allowed values",schema:schema6.properties.data.properties.bad_rows.enum,parentSchema:schema6.properties.data.properties.bad_rows,data:data36};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
for(const key9 of Object.keys(data14)){
if(pattern0.test(key9)){
if(!(validate23(data14[key9], {instancePath:instancePath+"/data/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data14,parentDataProperty:key9,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err66 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.data.type,parentSchema:schema6.properties.data,data:data14};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data.outputs !== undefined && func0.call(data, "outputs")){
let data38 = data.outputs;
if(data38 && typeof data38 == "object" && !Array.isArray(data38)){
if(Object.keys(data38).length > 1000){
const err67 = {instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema6.properties.outputs,data:data38};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(Object.keys(data38).length < 1){
const err68 = {instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema6.properties.outputs,data:data38};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
for(const key10 of Object.keys(data38)){
if(!(validate64(data38[key10], {instancePath:instancePath+"/outputs/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data38,parentDataProperty:key10,rootData}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
}
else {
const err69 = {instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.outputs.type,parentSchema:schema6.properties.outputs,data:data38};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
for(const key11 of Object.keys(data)){
if(pattern0.test(key11)){
if(!(validate23(data[key11], {instancePath:instancePath+"/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key11,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err70 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.type,parentSchema:schema6,data};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}

export const validateCellFile = validate158;
const schema46 = {"title":"cell file","type":"object","required":["cells"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"description":{"title":"file description","type":"string","maxLength":10000},"imports":{"title":"imports","type":"array","maxItems":100,"items":{"title":"path of a cell file","type":"string","minLength":1,"maxLength":1000}},"cells":{"title":"cells","type":"object","minProperties":1,"maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/cell"}}}};

function validate158(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.cells === undefined) || (!(func0.call(data, "cells")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "cells"},message:"must have required property '"+"cells"+"'",schema:schema46.required,parentSchema:schema46,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "description") || (key0 === "imports")) || (key0 === "cells")) || (pattern0.test(key0)))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema46,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.description !== undefined && func0.call(data, "description")){
let data0 = data.description;
if(typeof data0 === "string"){
if(data0.length > 10000){
const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 10000},message:"must NOT have more than 10000 characters",schema:10000,parentSchema:schema46.properties.description,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema46.properties.description.type,parentSchema:schema46.properties.description,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.imports !== undefined && func0.call(data, "imports")){
let data1 = data.imports;
if(Array.isArray(data1)){
if(data1.length > 100){
const err4 = {instancePath:instancePath+"/imports",schemaPath:"#/properties/imports/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema46.properties.imports,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(data2.length > 1000){
const err5 = {instancePath:instancePath+"/imports/" + i0,schemaPath:"#/properties/imports/items/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.imports.items,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data2.length < 1){
const err6 = {instancePath:instancePath+"/imports/" + i0,schemaPath:"#/properties/imports/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.imports.items,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/imports/" + i0,schemaPath:"#/properties/imports/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema46.properties.imports.items.type,parentSchema:schema46.properties.imports.items,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/imports",schemaPath:"#/properties/imports/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema46.properties.imports.type,parentSchema:schema46.properties.imports,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.cells !== undefined && func0.call(data, "cells")){
let data3 = data.cells;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(Object.keys(data3).length > 1000){
const err9 = {instancePath:instancePath+"/cells",schemaPath:"#/properties/cells/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema46.properties.cells,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(Object.keys(data3).length < 1){
const err10 = {instancePath:instancePath+"/cells",schemaPath:"#/properties/cells/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema46.properties.cells,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
for(const key1 of Object.keys(data3)){
if(!(validate26(data3[key1], {instancePath:instancePath+"/cells/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data3,parentDataProperty:key1,rootData}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
}
}
else {
const err11 = {instancePath:instancePath+"/cells",schemaPath:"#/properties/cells/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema46.properties.cells.type,parentSchema:schema46.properties.cells,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
for(const key2 of Object.keys(data)){
if(pattern0.test(key2)){
if(!(validate23(data[key2], {instancePath:instancePath+"/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key2,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema46.type,parentSchema:schema46,data};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
validate158.errors = vErrors;
return errors === 0;
}

