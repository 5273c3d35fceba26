// @ts-nocheck
// Made by schema/generate.mjs: change schema/ or models/cells/ and run `npm run generate`.
const known0 = {"shape":0,"dtype":0,"tree":0};
const known1 = {"rate":0,"output_keep_prob":0,"input_keep_prob":0,"state_keep_prob":0,"variational":0};
const known2 = {"rate":0};
const known3 = {"dropout":0,"zoneout":0};
const known4 = {"sequence":0};
const known5 = {"shape":0,"when":0,"dropout":0};
const known6 = {"low":0,"high":0};
const known7 = {"mean":0,"stddev":0};
const known8 = {"gain":0};
const known9 = {"constant":0,"uniform":0,"normal":0,"truncated_normal":0,"orthogonal":0,"identity":0};
const known10 = {"shape":0,"init":0,"when":0};
const known11 = {"description":0,"children":0,"parameters":0,"cells":0,"inputs":0,"state":0,"weights":0,"equations":0,"output":0,"padding":0};
const known12 = {"input":0,"value":0};
const known13 = {"type":0,"input":0,"inputs":0,"cell":0,"depth":0,"direction":0,"merge":0,"backward":0,"initial":0,"wrap":0,"share":0,"init":0,"padding":0,"mask":0};
const known14 = {"type":0,"input":0,"inputs":0,"tree":0,"cell":0,"depth":0,"direction":0,"merge":0,"down":0,"initial":0,"wrap":0,"share":0,"init":0};
const known15 = {"type":0,"input":0,"vocabulary":0,"units":0,"dropout":0,"share":0,"init":0};
const known16 = {"rate":0,"output_keep_prob":0};
const known17 = {"type":0,"input":0,"units":0,"bias":0,"activation":0,"share":0,"init":0};
const known18 = {"type":0,"input":0,"rate":0,"output_keep_prob":0,"variational":0};
const known19 = {"type":0,"input":0,"function":0};
const known20 = {"type":0,"input":0,"units":0,"kernel_size":0,"dilation":0,"padding":0,"bias":0,"activation":0,"share":0,"init":0};
const known21 = {"type":0,"input":0,"epsilon":0,"momentum":0,"unbiased":0,"center":0,"scale":0,"share":0,"init":0};
const known22 = {"type":0,"input":0,"epsilon":0,"center":0,"scale":0,"share":0,"init":0};
const known23 = {"type":0,"input":0,"along":0,"times":0};
const known24 = {"type":0,"inputs":0};
const known25 = {"type":0,"inputs":0,"weights":0,"equations":0,"output":0,"share":0,"init":0};
const known26 = {"type":0,"input":0,"mask":0};
const known27 = {"length":0,"samples":0};
const known28 = {"length":0,"delay":0,"symbols":0,"samples":0};
const known29 = {"tau":0,"samples":0};
const known30 = {"depth":0,"arguments":0,"longest":0,"samples":0};
const known31 = {"shortest":0,"longest":0,"noise":0,"samples":0};
const known32 = {"adding":0,"reber":0,"copy":0,"mackey_glass":0,"list_operations":0,"waves":0};
const known33 = {"samples":0};
const known34 = {"by":0,"over":0};
const known35 = {"of":0,"size":0,"min_count":0,"unknown":0,"normalize":0,"lower":0,"punctuation":0,"share":0};
const known36 = {"type":0,"normalize":0,"transform":0,"values":0,"unknown":0,"decimal":0,"thousands":0,"list":0,"missing":0,"fill":0,"lengths":0,"padded":0,"longest":0,"keep":0,"mask":0,"vocabulary":0};
const known37 = {"below":0};
const known38 = {"value":0};
const known39 = {"column":0,"every":0,"zone":0,"order":0,"gaps":0,"duplicates":0};
const known40 = {"by":0,"longest":0,"keep":0};
const known41 = {"width":0,"horizon":0,"lead":0,"stride":0};
const known42 = {"columns":0,"part":0,"tokens":0};
const known43 = {"train":0,"validation":0,"test":0,"by":0,"column":0,"at":0};
const known44 = {"of":0,"size":0,"min_count":0,"unknown":0,"normalize":0,"lower":0,"punctuation":0};
const known45 = {"source":0,"format":0,"delimiter":0,"decimal":0,"header":0,"missing":0,"columns":0,"group":0,"time":0,"sequence":0,"windows":0,"feeds":0,"split":0,"vocabulary":0,"shuffle":0,"buckets":0,"bad_rows":0};
const known46 = {"type":0,"output":0,"target":0,"weight":0,"reduce":0,"sample_weights":0,"step_weights":0,"class_weights":0,"delta":0,"quantiles":0,"blank":0};
const known47 = {"start":0,"factor":0,"every":0,"unit":0};
const known48 = {"start":0,"floor":0,"length":0,"unit":0};
const known49 = {"start":0,"after":0,"factor":0};
const known50 = {"start":0,"factor":0,"patience":0,"min_delta":0,"cooldown":0,"floor":0};
const known51 = {"length":0,"unit":0,"then":0};
const known52 = {"step_decay":0,"exponential":0,"cosine":0,"halve_after_epoch":0,"reduce_on_plateau":0,"warm_up":0};
const known53 = {"global_norm":0,"norm":0,"value":0};
const known54 = {"decay":0,"from":0,"to":0,"over":0,"unit":0,"passes":0};
const known55 = {"patience":0,"min_delta":0,"monitor":0};
const known56 = {"top_k":0};
const known57 = {"losses":0,"optimizer":0,"rate":0,"clip":0,"epochs":0,"batch":0,"frozen":0,"weight_penalty":0,"average":0,"carry":0,"remat":0,"keep":0,"scheduled_sampling":0,"early_stopping":0,"metrics":0,"weighted_metrics":0};
const known58 = {"l1":0,"l2":0};
const known59 = {"name":0,"description":0,"seed":0,"unroll":0,"parameters":0,"imports":0,"inputs":0,"cells":0,"layers":0,"data":0,"training":0,"outputs":0};
const known60 = {"description":0,"imports":0,"cells":0};
"use strict";
export const validateModel = validate21;
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^x-", "u");

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
validate23.errors = null;
return true;
}


function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((((key0 === "shape") || (key0 === "dtype")) || (key0 === "tree")) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known0}); errors++;
}
}
if(data.shape !== undefined && func0.call(data, "shape")){
let data0 = data.shape;
if(Array.isArray(data0)){
if(data0.length > 6){
(vErrors ??= []).push({instancePath:instancePath+"/shape",keyword:"maxItems",params:{limit: 6}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/shape",keyword:"minItems",params:{limit: 1}}); errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/shape/" + i0,keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/shape/" + i0,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/shape/" + i0,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/shape",keyword:"type",params:{type: "array"}}); errors++;
}
}
if(data.dtype !== undefined && func0.call(data, "dtype")){
let data2 = data.dtype;
if(typeof data2 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/dtype",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data2 === "float32") || (data2 === "int32"))){
(vErrors ??= []).push({instancePath:instancePath+"/dtype",keyword:"enum",params:{allowedValues: ["float32","int32"]}}); errors++;
}
}
if(data.tree !== undefined && func0.call(data, "tree")){
let data3 = data.tree;
if(typeof data3 === "string"){
if(data3.length > 64){
(vErrors ??= []).push({instancePath:instancePath+"/tree",keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/tree",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/tree",keyword:"type",params:{type: "string"}}); errors++;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate22.errors = vErrors;
return errors === 0;
}

const wrapper0 = {validate: validate28};

function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!((typeof data == "number") && (isFinite(data)))) && (typeof data !== "string")){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
validate31.errors = vErrors;
return errors === 0;
}


function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!(((((key0 === "rate") || (key0 === "output_keep_prob")) || (key0 === "input_keep_prob")) || (key0 === "state_keep_prob")) || (key0 === "variational"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known1}); errors++;
}
}
if(data.rate !== undefined && func0.call(data, "rate")){
if(!(validate31(data.rate, {instancePath:instancePath+"/rate"}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
if(data.output_keep_prob !== undefined && func0.call(data, "output_keep_prob")){
if(!(validate31(data.output_keep_prob, {instancePath:instancePath+"/output_keep_prob"}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
if(data.input_keep_prob !== undefined && func0.call(data, "input_keep_prob")){
if(!(validate31(data.input_keep_prob, {instancePath:instancePath+"/input_keep_prob"}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
if(data.state_keep_prob !== undefined && func0.call(data, "state_keep_prob")){
if(!(validate31(data.state_keep_prob, {instancePath:instancePath+"/state_keep_prob"}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
if(data.variational !== undefined && func0.call(data, "variational")){
let data4 = data.variational;
if(!(((data4 === true) || (data4 === false)) || (data4 === "sample"))){
(vErrors ??= []).push({instancePath:instancePath+"/variational",keyword:"enum",params:{allowedValues: [true,false,"sample"]}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate30.errors = vErrors;
return errors === 0;
}


function validate37(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.rate === undefined) || (!(func0.call(data, "rate")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "rate"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!(key0 === "rate")){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known2}); errors++;
}
}
if(data.rate !== undefined && func0.call(data, "rate")){
let data0 = data.rate;
if(((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")) && (!(data0 && typeof data0 == "object" && !Array.isArray(data0)))){
(vErrors ??= []).push({instancePath:instancePath+"/rate",keyword:"type",params:{type: ["number","string","object"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/rate",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/rate",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(Object.keys(data0).length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/rate",keyword:"maxProperties",params:{limit: 100}}); errors++;
}
if(Object.keys(data0).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/rate",keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key1 of Object.keys(data0)){
if(!(validate31(data0[key1], {instancePath:instancePath+"/rate/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate37.errors = vErrors;
return errors === 0;
}


function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
if(data.length > 16){
(vErrors ??= []).push({instancePath,keyword:"maxItems",params:{limit: 16}}); errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if((typeof data0 !== "string") && (!(data0 && typeof data0 == "object" && !Array.isArray(data0)))){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 64){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"maxLength",params:{limit: 64}}); errors++;
}
}
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(Object.keys(data0).length > 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"maxProperties",params:{limit: 1}}); errors++;
}
if(Object.keys(data0).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data0)){
if(!((key0 === "dropout") || (key0 === "zoneout"))){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"additionalProperties",params:{additionalProperty: key0},known:known3}); errors++;
}
}
if(data0.dropout !== undefined && func0.call(data0, "dropout")){
if(!(validate30(data0.dropout, {instancePath:instancePath+"/" + i0+"/dropout"}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
}
if(data0.zoneout !== undefined && func0.call(data0, "zoneout")){
if(!(validate37(data0.zoneout, {instancePath:instancePath+"/" + i0+"/zoneout"}))){
vErrors = vErrors === null ? validate37.errors : vErrors.concat(validate37.errors);
errors = vErrors.length;
}
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "array"}}); errors++;
}
validate29.errors = vErrors;
return errors === 0;
}


function validate28(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 100){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 100}}); errors++;
}
for(const key0 of Object.keys(data)){
let data0 = data[key0];
if((((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "boolean")) && (typeof data0 !== "string")) && (!(data0 && typeof data0 == "object" && !Array.isArray(data0)))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: ["number","boolean","string","object"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(Object.keys(data0).length > 2){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"maxProperties",params:{limit: 2}}); errors++;
}
if(Object.keys(data0).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key1 of Object.keys(data0)){
if(!(key1 === "wrap")){
if(!(wrapper0.validate(data0[key1], {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
}
}
if(data0.wrap !== undefined && func0.call(data0, "wrap")){
if(!(validate29(data0.wrap, {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/wrap"}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate28.errors = vErrors;
return errors === 0;
}


function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 100){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 100}}); errors++;
}
if(Object.keys(data).length < 1){
(vErrors ??= []).push({instancePath,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data)){
let data0 = data[key0];
if((typeof data0 !== "string") && (!(data0 && typeof data0 == "object" && !Array.isArray(data0)))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(Object.keys(data0).length > 2){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"maxProperties",params:{limit: 2}}); errors++;
}
if(Object.keys(data0).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key1 of Object.keys(data0)){
if(!(key1 === "wrap")){
if(!(validate28(data0[key1], {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
}
}
if(data0.wrap !== undefined && func0.call(data0, "wrap")){
if(!(validate29(data0.wrap, {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/wrap"}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate27.errors = vErrors;
return errors === 0;
}


function validate45(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
if(data.length > 4){
(vErrors ??= []).push({instancePath,keyword:"maxItems",params:{limit: 4}}); errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if((!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "array"}}); errors++;
}
validate45.errors = vErrors;
return errors === 0;
}


function validate44(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 100){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 100}}); errors++;
}
if(Object.keys(data).length < 1){
(vErrors ??= []).push({instancePath,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data)){
let data0 = data[key0];
if(!data0 || typeof data0 != "object"){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: ["array","object"]}}); errors++;
}
if(Array.isArray(data0)){
if(data0.length > 4){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"maxItems",params:{limit: 4}}); errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i0,keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i0,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i0,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if((data0.sequence === undefined) || (!(func0.call(data0, "sequence")))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"required",params:{missingProperty: "sequence"}}); errors++;
}
for(const key1 of Object.keys(data0)){
if(!(key1 === "sequence")){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"additionalProperties",params:{additionalProperty: key1},known:known4}); errors++;
}
}
if(data0.sequence !== undefined && func0.call(data0, "sequence")){
if(!(validate45(data0.sequence, {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/sequence"}))){
vErrors = vErrors === null ? validate45.errors : vErrors.concat(validate45.errors);
errors = vErrors.length;
}
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate44.errors = vErrors;
return errors === 0;
}


function validate50(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((typeof data !== "string") && (typeof data !== "boolean")){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["string","boolean"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
validate50.errors = vErrors;
return errors === 0;
}


function validate48(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
if(data.length > 100){
(vErrors ??= []).push({instancePath,keyword:"maxItems",params:{limit: 100}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minItems",params:{limit: 1}}); errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(Object.keys(data0).length > 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"maxProperties",params:{limit: 1}}); errors++;
}
if(Object.keys(data0).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data0)){
let data1 = data0[key0];
if(!data1 || typeof data1 != "object"){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: ["array","object"]}}); errors++;
}
if(Array.isArray(data1)){
if(data1.length > 4){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"maxItems",params:{limit: 4}}); errors++;
}
const len1 = data1.length;
for(let i1=0; i1<len1; i1++){
let data2 = data1[i1];
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i1,keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i1,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i1,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if((data1.shape === undefined) || (!(func0.call(data1, "shape")))){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"required",params:{missingProperty: "shape"}}); errors++;
}
for(const key1 of Object.keys(data1)){
if(!(((key1 === "shape") || (key1 === "when")) || (key1 === "dropout"))){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"additionalProperties",params:{additionalProperty: key1},known:known5}); errors++;
}
}
if(data1.shape !== undefined && func0.call(data1, "shape")){
if(!(validate45(data1.shape, {instancePath:instancePath+"/" + i0+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/shape"}))){
vErrors = vErrors === null ? validate45.errors : vErrors.concat(validate45.errors);
errors = vErrors.length;
}
}
if(data1.when !== undefined && func0.call(data1, "when")){
if(!(validate50(data1.when, {instancePath:instancePath+"/" + i0+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/when"}))){
vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
errors = vErrors.length;
}
}
if(data1.dropout !== undefined && func0.call(data1, "dropout")){
let data5 = data1.dropout;
if(typeof data5 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/dropout",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"type",params:{type: "object"}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "array"}}); errors++;
}
validate48.errors = vErrors;
return errors === 0;
}

const wrapper1 = {validate: validate56};

function validate57(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!((typeof data == "number") && (isFinite(data)))) && (typeof data !== "string")){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
}
validate57.errors = vErrors;
return errors === 0;
}


function validate59(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((key0 === "low") || (key0 === "high"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known6}); errors++;
}
}
if(data.low !== undefined && func0.call(data, "low")){
let data0 = data.low;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/low",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/low",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
}
}
if(data.high !== undefined && func0.call(data, "high")){
let data1 = data.high;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/high",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/high",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate59.errors = vErrors;
return errors === 0;
}


function validate61(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((key0 === "mean") || (key0 === "stddev"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known7}); errors++;
}
}
if(data.mean !== undefined && func0.call(data, "mean")){
let data0 = data.mean;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/mean",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/mean",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
}
}
if(data.stddev !== undefined && func0.call(data, "stddev")){
let data1 = data.stddev;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/stddev",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/stddev",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate61.errors = vErrors;
return errors === 0;
}


function validate64(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!(key0 === "gain")){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known8}); errors++;
}
}
if(data.gain !== undefined && func0.call(data, "gain")){
let data0 = data.gain;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/gain",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/gain",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate64.errors = vErrors;
return errors === 0;
}


function validate56(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(((!data || typeof data != "object") && (!((typeof data == "number") && (isFinite(data))))) && (typeof data !== "string")){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["number","string","object","array"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 64){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(wrapper1.validate(data[i0], {instancePath:instancePath+"/" + i0}))){
vErrors = vErrors === null ? wrapper1.validate.errors : vErrors.concat(wrapper1.validate.errors);
errors = vErrors.length;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 1}}); errors++;
}
if(Object.keys(data).length < 1){
(vErrors ??= []).push({instancePath,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((key0 === "constant") || (key0 === "uniform")) || (key0 === "normal")) || (key0 === "truncated_normal")) || (key0 === "orthogonal")) || (key0 === "identity"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known9}); errors++;
}
}
if(data.constant !== undefined && func0.call(data, "constant")){
if(!(validate57(data.constant, {instancePath:instancePath+"/constant"}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
}
if(data.uniform !== undefined && func0.call(data, "uniform")){
if(!(validate59(data.uniform, {instancePath:instancePath+"/uniform"}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
}
if(data.normal !== undefined && func0.call(data, "normal")){
if(!(validate61(data.normal, {instancePath:instancePath+"/normal"}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
}
if(data.truncated_normal !== undefined && func0.call(data, "truncated_normal")){
if(!(validate61(data.truncated_normal, {instancePath:instancePath+"/truncated_normal"}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
}
if(data.orthogonal !== undefined && func0.call(data, "orthogonal")){
if(!(validate64(data.orthogonal, {instancePath:instancePath+"/orthogonal"}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
if(data.identity !== undefined && func0.call(data, "identity")){
if(!(validate64(data.identity, {instancePath:instancePath+"/identity"}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
}
validate56.errors = vErrors;
return errors === 0;
}


function validate55(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!data || typeof data != "object") && (typeof data !== "string")){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["string","object","array"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 64){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate56(data[i0], {instancePath:instancePath+"/" + i0}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 1}}); errors++;
}
if(Object.keys(data).length < 1){
(vErrors ??= []).push({instancePath,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((key0 === "constant") || (key0 === "uniform")) || (key0 === "normal")) || (key0 === "truncated_normal")) || (key0 === "orthogonal")) || (key0 === "identity"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known9}); errors++;
}
}
if(data.constant !== undefined && func0.call(data, "constant")){
if(!(validate57(data.constant, {instancePath:instancePath+"/constant"}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
}
if(data.uniform !== undefined && func0.call(data, "uniform")){
if(!(validate59(data.uniform, {instancePath:instancePath+"/uniform"}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
}
if(data.normal !== undefined && func0.call(data, "normal")){
if(!(validate61(data.normal, {instancePath:instancePath+"/normal"}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
}
if(data.truncated_normal !== undefined && func0.call(data, "truncated_normal")){
if(!(validate61(data.truncated_normal, {instancePath:instancePath+"/truncated_normal"}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
}
if(data.orthogonal !== undefined && func0.call(data, "orthogonal")){
if(!(validate64(data.orthogonal, {instancePath:instancePath+"/orthogonal"}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
if(data.identity !== undefined && func0.call(data, "identity")){
if(!(validate64(data.identity, {instancePath:instancePath+"/identity"}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
}
validate55.errors = vErrors;
return errors === 0;
}


function validate53(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 1000}}); errors++;
}
for(const key0 of Object.keys(data)){
let data0 = data[key0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if((data0.shape === undefined) || (!(func0.call(data0, "shape")))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"required",params:{missingProperty: "shape"}}); errors++;
}
for(const key1 of Object.keys(data0)){
if(!(((key1 === "shape") || (key1 === "init")) || (key1 === "when"))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"additionalProperties",params:{additionalProperty: key1},known:known10}); errors++;
}
}
if(data0.shape !== undefined && func0.call(data0, "shape")){
if(!(validate45(data0.shape, {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/shape"}))){
vErrors = vErrors === null ? validate45.errors : vErrors.concat(validate45.errors);
errors = vErrors.length;
}
}
if(data0.init !== undefined && func0.call(data0, "init")){
if(!(validate55(data0.init, {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/init"}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
}
if(data0.when !== undefined && func0.call(data0, "when")){
if(!(validate50(data0.when, {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/when"}))){
vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: "object"}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate53.errors = vErrors;
return errors === 0;
}


function validate77(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(data.length > 100000){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 100000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "string"}}); errors++;
}
validate77.errors = vErrors;
return errors === 0;
}


function validate79(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(data.length > 10000){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 10000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "string"}}); errors++;
}
validate79.errors = vErrors;
return errors === 0;
}


function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.inputs === undefined) || (!(func0.call(data, "inputs")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "inputs"}}); errors++;
}
if((data.equations === undefined) || (!(func0.call(data, "equations")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "equations"}}); errors++;
}
if((data.output === undefined) || (!(func0.call(data, "output")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "output"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((func0.call(known11, key0)) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known11}); errors++;
}
}
if(data.description !== undefined && func0.call(data, "description")){
let data0 = data.description;
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/description",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/description",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data.children !== undefined && func0.call(data, "children")){
let data1 = data.children;
if((typeof data1 !== "string") && (!(Array.isArray(data1)))){
(vErrors ??= []).push({instancePath:instancePath+"/children",keyword:"type",params:{type: ["string","array"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/children",keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/children",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(Array.isArray(data1)){
if(data1.length > 16){
(vErrors ??= []).push({instancePath:instancePath+"/children",keyword:"maxItems",params:{limit: 16}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/children",keyword:"minItems",params:{limit: 1}}); errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(data2.length > 64){
(vErrors ??= []).push({instancePath:instancePath+"/children/" + i0,keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/children/" + i0,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/children/" + i0,keyword:"type",params:{type: "string"}}); errors++;
}
}
}
}
if(data.parameters !== undefined && func0.call(data, "parameters")){
let data3 = data.parameters;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(Object.keys(data3).length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/parameters",keyword:"maxProperties",params:{limit: 100}}); errors++;
}
for(const key1 of Object.keys(data3)){
let data4 = data3[key1];
if(((!((typeof data4 == "number") && (isFinite(data4)))) && (typeof data4 !== "boolean")) && (typeof data4 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/parameters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: ["number","boolean","string"]}}); errors++;
}
if(typeof data4 === "string"){
if(data4.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/parameters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data4.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/parameters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/parameters",keyword:"type",params:{type: "object"}}); errors++;
}
}
if(data.cells !== undefined && func0.call(data, "cells")){
if(!(validate27(data.cells, {instancePath:instancePath+"/cells"}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
if(data.inputs !== undefined && func0.call(data, "inputs")){
if(!(validate44(data.inputs, {instancePath:instancePath+"/inputs"}))){
vErrors = vErrors === null ? validate44.errors : vErrors.concat(validate44.errors);
errors = vErrors.length;
}
}
if(data.state !== undefined && func0.call(data, "state")){
if(!(validate48(data.state, {instancePath:instancePath+"/state"}))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
if(data.weights !== undefined && func0.call(data, "weights")){
if(!(validate53(data.weights, {instancePath:instancePath+"/weights"}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
}
if(data.equations !== undefined && func0.call(data, "equations")){
if(!(validate77(data.equations, {instancePath:instancePath+"/equations"}))){
vErrors = vErrors === null ? validate77.errors : vErrors.concat(validate77.errors);
errors = vErrors.length;
}
}
if(data.output !== undefined && func0.call(data, "output")){
if(!(validate79(data.output, {instancePath:instancePath+"/output"}))){
vErrors = vErrors === null ? validate79.errors : vErrors.concat(validate79.errors);
errors = vErrors.length;
}
}
if(data.padding !== undefined && func0.call(data, "padding")){
let data11 = data.padding;
if(typeof data11 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/padding",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data11 === "zero") || (data11 === "previous"))){
(vErrors ??= []).push({instancePath:instancePath+"/padding",keyword:"enum",params:{allowedValues: ["zero","previous"]}}); errors++;
}
}
for(const key2 of Object.keys(data)){
if(pattern0.test(key2)){
if(!(validate23(data[key2], {instancePath:instancePath+"/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate26.errors = vErrors;
return errors === 0;
}


function validate85(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(data.length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "string"}}); errors++;
}
validate85.errors = vErrors;
return errors === 0;
}


function validate89(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((typeof data !== "string") && (!(data && typeof data == "object" && !Array.isArray(data)))){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 200){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 2){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 2}}); errors++;
}
if(Object.keys(data).length < 1){
(vErrors ??= []).push({instancePath,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!(key0 === "wrap")){
if(!(validate28(data[key0], {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
}
}
if(data.wrap !== undefined && func0.call(data, "wrap")){
if(!(validate29(data.wrap, {instancePath:instancePath+"/wrap"}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
}
}
validate89.errors = vErrors;
return errors === 0;
}


function validate88(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!data || typeof data != "object") && (typeof data !== "string")){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["string","object","array"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 200){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(Array.isArray(data)){
if(data.length > 256){
(vErrors ??= []).push({instancePath,keyword:"maxItems",params:{limit: 256}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minItems",params:{limit: 1}}); errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate89(data[i0], {instancePath:instancePath+"/" + i0}))){
vErrors = vErrors === null ? validate89.errors : vErrors.concat(validate89.errors);
errors = vErrors.length;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 2){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 2}}); errors++;
}
if(Object.keys(data).length < 1){
(vErrors ??= []).push({instancePath,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!(key0 === "wrap")){
if(!(validate28(data[key0], {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
}
}
if(data.wrap !== undefined && func0.call(data, "wrap")){
if(!(validate29(data.wrap, {instancePath:instancePath+"/wrap"}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
}
}
validate88.errors = vErrors;
return errors === 0;
}


function validate99(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(data.length > 64){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "string"}}); errors++;
}
validate99.errors = vErrors;
return errors === 0;
}


function validate101(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 1000}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!(validate55(data[key0], {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate101.errors = vErrors;
return errors === 0;
}


function validate104(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((typeof data !== "string") && (!(data && typeof data == "object" && !Array.isArray(data)))){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.input === undefined) || (!(func0.call(data, "input")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "input"}}); errors++;
}
if((data.value === undefined) || (!(func0.call(data, "value")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "value"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((key0 === "input") || (key0 === "value"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known12}); errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate85(data.input, {instancePath:instancePath+"/input"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.value !== undefined && func0.call(data, "value")){
let data1 = data.value;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/value",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/value",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/value",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
validate104.errors = vErrors;
return errors === 0;
}


function validate84(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data.cell === undefined) || (!(func0.call(data, "cell")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "cell"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((func0.call(known13, key0)) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known13}); errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if("recurrent" !== data0){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"const",params:{allowedValue: "recurrent"}}); errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate85(data.input, {instancePath:instancePath+"/input"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.inputs !== undefined && func0.call(data, "inputs")){
let data2 = data.inputs;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(Object.keys(data2).length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"maxProperties",params:{limit: 100}}); errors++;
}
if(Object.keys(data2).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key1 of Object.keys(data2)){
if(!(validate85(data2[key1], {instancePath:instancePath+"/inputs/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"type",params:{type: "object"}}); errors++;
}
}
if(data.cell !== undefined && func0.call(data, "cell")){
if(!(validate88(data.cell, {instancePath:instancePath+"/cell"}))){
vErrors = vErrors === null ? validate88.errors : vErrors.concat(validate88.errors);
errors = vErrors.length;
}
}
if(data.depth !== undefined && func0.call(data, "depth")){
let data5 = data.depth;
if((!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))) && (typeof data5 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/depth",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data5 === "string"){
if(data5.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/depth",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data5.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/depth",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.direction !== undefined && func0.call(data, "direction")){
let data6 = data.direction;
if(typeof data6 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/direction",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data6 === "forward") || (data6 === "backward")) || (data6 === "bidirectional"))){
(vErrors ??= []).push({instancePath:instancePath+"/direction",keyword:"enum",params:{allowedValues: ["forward","backward","bidirectional"]}}); errors++;
}
}
if(data.merge !== undefined && func0.call(data, "merge")){
let data7 = data.merge;
if(typeof data7 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/merge",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((((data7 === "concat") || (data7 === "sum")) || (data7 === "mul")) || (data7 === "ave")) || (data7 === "none"))){
(vErrors ??= []).push({instancePath:instancePath+"/merge",keyword:"enum",params:{allowedValues: ["concat","sum","mul","ave","none"]}}); errors++;
}
}
if(data.backward !== undefined && func0.call(data, "backward")){
if(!(validate28(data.backward, {instancePath:instancePath+"/backward"}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
}
if(data.initial !== undefined && func0.call(data, "initial")){
let data9 = data.initial;
if((typeof data9 !== "string") && (!(data9 && typeof data9 == "object" && !Array.isArray(data9)))){
(vErrors ??= []).push({instancePath:instancePath+"/initial",keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data9 === "string"){
if(data9.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/initial",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data9.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/initial",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(Object.keys(data9).length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/initial",keyword:"maxProperties",params:{limit: 1000}}); errors++;
}
if(Object.keys(data9).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/initial",keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key2 of Object.keys(data9)){
if(!(validate85(data9[key2], {instancePath:instancePath+"/initial/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
}
}
if(data.wrap !== undefined && func0.call(data, "wrap")){
if(!(validate29(data.wrap, {instancePath:instancePath+"/wrap"}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate99(data.share, {instancePath:instancePath+"/share"}))){
vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate101(data.init, {instancePath:instancePath+"/init"}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
}
if(data.padding !== undefined && func0.call(data, "padding")){
let data14 = data.padding;
if(typeof data14 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/padding",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data14 === "zero") || (data14 === "previous"))){
(vErrors ??= []).push({instancePath:instancePath+"/padding",keyword:"enum",params:{allowedValues: ["zero","previous"]}}); errors++;
}
}
if(data.mask !== undefined && func0.call(data, "mask")){
if(!(validate104(data.mask, {instancePath:instancePath+"/mask"}))){
vErrors = vErrors === null ? validate104.errors : vErrors.concat(validate104.errors);
errors = vErrors.length;
}
}
for(const key3 of Object.keys(data)){
if(pattern0.test(key3)){
if(!(validate23(data[key3], {instancePath:instancePath+"/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate84.errors = vErrors;
return errors === 0;
}


function validate112(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!data || typeof data != "object") && (typeof data !== "string")){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["string","object","array"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 200){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(Array.isArray(data)){
if(data.length > 256){
(vErrors ??= []).push({instancePath,keyword:"maxItems",params:{limit: 256}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minItems",params:{limit: 1}}); errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate89(data[i0], {instancePath:instancePath+"/" + i0}))){
vErrors = vErrors === null ? validate89.errors : vErrors.concat(validate89.errors);
errors = vErrors.length;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 2){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 2}}); errors++;
}
if(Object.keys(data).length < 1){
(vErrors ??= []).push({instancePath,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!(key0 === "wrap")){
if(!(validate28(data[key0], {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
}
}
if(data.wrap !== undefined && func0.call(data, "wrap")){
if(!(validate29(data.wrap, {instancePath:instancePath+"/wrap"}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
}
}
validate112.errors = vErrors;
return errors === 0;
}


function validate108(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data.tree === undefined) || (!(func0.call(data, "tree")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "tree"}}); errors++;
}
if((data.cell === undefined) || (!(func0.call(data, "cell")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "cell"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((func0.call(known14, key0)) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known14}); errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if("recursive" !== data0){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"const",params:{allowedValue: "recursive"}}); errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate85(data.input, {instancePath:instancePath+"/input"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.inputs !== undefined && func0.call(data, "inputs")){
let data2 = data.inputs;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(Object.keys(data2).length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"maxProperties",params:{limit: 100}}); errors++;
}
if(Object.keys(data2).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key1 of Object.keys(data2)){
if(!(validate85(data2[key1], {instancePath:instancePath+"/inputs/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"type",params:{type: "object"}}); errors++;
}
}
if(data.tree !== undefined && func0.call(data, "tree")){
if(!(validate85(data.tree, {instancePath:instancePath+"/tree"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.cell !== undefined && func0.call(data, "cell")){
if(!(validate112(data.cell, {instancePath:instancePath+"/cell"}))){
vErrors = vErrors === null ? validate112.errors : vErrors.concat(validate112.errors);
errors = vErrors.length;
}
}
if(data.depth !== undefined && func0.call(data, "depth")){
let data6 = data.depth;
if((!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))) && (typeof data6 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/depth",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data6 === "string"){
if(data6.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/depth",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data6.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/depth",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.direction !== undefined && func0.call(data, "direction")){
let data7 = data.direction;
if(typeof data7 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/direction",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data7 === "up") || (data7 === "down")) || (data7 === "both"))){
(vErrors ??= []).push({instancePath:instancePath+"/direction",keyword:"enum",params:{allowedValues: ["up","down","both"]}}); errors++;
}
}
if(data.merge !== undefined && func0.call(data, "merge")){
let data8 = data.merge;
if(typeof data8 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/merge",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((((data8 === "concat") || (data8 === "sum")) || (data8 === "mul")) || (data8 === "ave")) || (data8 === "none"))){
(vErrors ??= []).push({instancePath:instancePath+"/merge",keyword:"enum",params:{allowedValues: ["concat","sum","mul","ave","none"]}}); errors++;
}
}
if(data.down !== undefined && func0.call(data, "down")){
if(!(validate28(data.down, {instancePath:instancePath+"/down"}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
}
if(data.initial !== undefined && func0.call(data, "initial")){
let data10 = data.initial;
if((typeof data10 !== "string") && (!(data10 && typeof data10 == "object" && !Array.isArray(data10)))){
(vErrors ??= []).push({instancePath:instancePath+"/initial",keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data10 === "string"){
if(data10.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/initial",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data10.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/initial",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if(Object.keys(data10).length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/initial",keyword:"maxProperties",params:{limit: 1000}}); errors++;
}
if(Object.keys(data10).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/initial",keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key2 of Object.keys(data10)){
if(!(validate85(data10[key2], {instancePath:instancePath+"/initial/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
}
}
if(data.wrap !== undefined && func0.call(data, "wrap")){
if(!(validate29(data.wrap, {instancePath:instancePath+"/wrap"}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate99(data.share, {instancePath:instancePath+"/share"}))){
vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate101(data.init, {instancePath:instancePath+"/init"}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
}
for(const key3 of Object.keys(data)){
if(pattern0.test(key3)){
if(!(validate23(data[key3], {instancePath:instancePath+"/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate108.errors = vErrors;
return errors === 0;
}


function validate125(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!(((typeof data == "number") && (!(data % 1) && !isNaN(data))) && (isFinite(data)))) && (typeof data !== "string")){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
validate125.errors = vErrors;
return errors === 0;
}


function validate123(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "input"}}); errors++;
}
if((data.vocabulary === undefined) || (!(func0.call(data, "vocabulary")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "vocabulary"}}); errors++;
}
if((data.units === undefined) || (!(func0.call(data, "units")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "units"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((((key0 === "type") || (key0 === "input")) || (key0 === "vocabulary")) || (key0 === "units")) || (key0 === "dropout")) || (key0 === "share")) || (key0 === "init")) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known15}); errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if("embedding" !== data0){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"const",params:{allowedValue: "embedding"}}); errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate85(data.input, {instancePath:instancePath+"/input"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.vocabulary !== undefined && func0.call(data, "vocabulary")){
if(!(validate125(data.vocabulary, {instancePath:instancePath+"/vocabulary"}))){
vErrors = vErrors === null ? validate125.errors : vErrors.concat(validate125.errors);
errors = vErrors.length;
}
}
if(data.units !== undefined && func0.call(data, "units")){
if(!(validate125(data.units, {instancePath:instancePath+"/units"}))){
vErrors = vErrors === null ? validate125.errors : vErrors.concat(validate125.errors);
errors = vErrors.length;
}
}
if(data.dropout !== undefined && func0.call(data, "dropout")){
let data4 = data.dropout;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key1 of Object.keys(data4)){
if(!((key1 === "rate") || (key1 === "output_keep_prob"))){
(vErrors ??= []).push({instancePath:instancePath+"/dropout",keyword:"additionalProperties",params:{additionalProperty: key1},known:known16}); errors++;
}
}
if(data4.rate !== undefined && func0.call(data4, "rate")){
if(!(validate31(data4.rate, {instancePath:instancePath+"/dropout/rate"}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
if(data4.output_keep_prob !== undefined && func0.call(data4, "output_keep_prob")){
if(!(validate31(data4.output_keep_prob, {instancePath:instancePath+"/dropout/output_keep_prob"}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/dropout",keyword:"type",params:{type: "object"}}); errors++;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate99(data.share, {instancePath:instancePath+"/share"}))){
vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate101(data.init, {instancePath:instancePath+"/init"}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
}
for(const key2 of Object.keys(data)){
if(pattern0.test(key2)){
if(!(validate23(data[key2], {instancePath:instancePath+"/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate123.errors = vErrors;
return errors === 0;
}


function validate136(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(data.length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "string"}}); errors++;
}
validate136.errors = vErrors;
return errors === 0;
}


function validate133(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "input"}}); errors++;
}
if((data.units === undefined) || (!(func0.call(data, "units")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "units"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((((key0 === "type") || (key0 === "input")) || (key0 === "units")) || (key0 === "bias")) || (key0 === "activation")) || (key0 === "share")) || (key0 === "init")) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known17}); errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if("dense" !== data0){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"const",params:{allowedValue: "dense"}}); errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate85(data.input, {instancePath:instancePath+"/input"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.units !== undefined && func0.call(data, "units")){
if(!(validate125(data.units, {instancePath:instancePath+"/units"}))){
vErrors = vErrors === null ? validate125.errors : vErrors.concat(validate125.errors);
errors = vErrors.length;
}
}
if(data.bias !== undefined && func0.call(data, "bias")){
let data3 = data.bias;
if(typeof data3 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/bias",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.activation !== undefined && func0.call(data, "activation")){
if(!(validate136(data.activation, {instancePath:instancePath+"/activation"}))){
vErrors = vErrors === null ? validate136.errors : vErrors.concat(validate136.errors);
errors = vErrors.length;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate99(data.share, {instancePath:instancePath+"/share"}))){
vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate101(data.init, {instancePath:instancePath+"/init"}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate133.errors = vErrors;
return errors === 0;
}


function validate141(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "input"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((key0 === "type") || (key0 === "input")) || (key0 === "rate")) || (key0 === "output_keep_prob")) || (key0 === "variational")) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known18}); errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if("dropout" !== data0){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"const",params:{allowedValue: "dropout"}}); errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate85(data.input, {instancePath:instancePath+"/input"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.rate !== undefined && func0.call(data, "rate")){
if(!(validate31(data.rate, {instancePath:instancePath+"/rate"}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
if(data.output_keep_prob !== undefined && func0.call(data, "output_keep_prob")){
if(!(validate31(data.output_keep_prob, {instancePath:instancePath+"/output_keep_prob"}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
if(data.variational !== undefined && func0.call(data, "variational")){
let data4 = data.variational;
if(!(((data4 === true) || (data4 === false)) || (data4 === "sample"))){
(vErrors ??= []).push({instancePath:instancePath+"/variational",keyword:"enum",params:{allowedValues: [true,false,"sample"]}}); errors++;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate141.errors = vErrors;
return errors === 0;
}


function validate146(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "input"}}); errors++;
}
if((data.function === undefined) || (!(func0.call(data, "function")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "function"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "type") || (key0 === "input")) || (key0 === "function")) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known19}); errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if("activation" !== data0){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"const",params:{allowedValue: "activation"}}); errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate85(data.input, {instancePath:instancePath+"/input"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.function !== undefined && func0.call(data, "function")){
if(!(validate136(data.function, {instancePath:instancePath+"/function"}))){
vErrors = vErrors === null ? validate136.errors : vErrors.concat(validate136.errors);
errors = vErrors.length;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate146.errors = vErrors;
return errors === 0;
}


function validate150(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "input"}}); errors++;
}
if((data.units === undefined) || (!(func0.call(data, "units")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "units"}}); errors++;
}
if((data.kernel_size === undefined) || (!(func0.call(data, "kernel_size")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "kernel_size"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((func0.call(known20, key0)) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known20}); errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if("conv1d" !== data0){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"const",params:{allowedValue: "conv1d"}}); errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate85(data.input, {instancePath:instancePath+"/input"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.units !== undefined && func0.call(data, "units")){
if(!(validate125(data.units, {instancePath:instancePath+"/units"}))){
vErrors = vErrors === null ? validate125.errors : vErrors.concat(validate125.errors);
errors = vErrors.length;
}
}
if(data.kernel_size !== undefined && func0.call(data, "kernel_size")){
if(!(validate125(data.kernel_size, {instancePath:instancePath+"/kernel_size"}))){
vErrors = vErrors === null ? validate125.errors : vErrors.concat(validate125.errors);
errors = vErrors.length;
}
}
if(data.dilation !== undefined && func0.call(data, "dilation")){
if(!(validate125(data.dilation, {instancePath:instancePath+"/dilation"}))){
vErrors = vErrors === null ? validate125.errors : vErrors.concat(validate125.errors);
errors = vErrors.length;
}
}
if(data.padding !== undefined && func0.call(data, "padding")){
let data5 = data.padding;
if(typeof data5 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/padding",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data5 === "causal") || (data5 === "same"))){
(vErrors ??= []).push({instancePath:instancePath+"/padding",keyword:"enum",params:{allowedValues: ["causal","same"]}}); errors++;
}
}
if(data.bias !== undefined && func0.call(data, "bias")){
let data6 = data.bias;
if(typeof data6 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/bias",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.activation !== undefined && func0.call(data, "activation")){
if(!(validate136(data.activation, {instancePath:instancePath+"/activation"}))){
vErrors = vErrors === null ? validate136.errors : vErrors.concat(validate136.errors);
errors = vErrors.length;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate99(data.share, {instancePath:instancePath+"/share"}))){
vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate101(data.init, {instancePath:instancePath+"/init"}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate150.errors = vErrors;
return errors === 0;
}


function validate159(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "input"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((func0.call(known21, key0)) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known21}); errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if("batch_norm" !== data0){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"const",params:{allowedValue: "batch_norm"}}); errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate85(data.input, {instancePath:instancePath+"/input"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.epsilon !== undefined && func0.call(data, "epsilon")){
let data2 = data.epsilon;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 <= 0 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}}); errors++;
}
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.momentum !== undefined && func0.call(data, "momentum")){
let data3 = data.momentum;
if((!((typeof data3 == "number") && (isFinite(data3)))) && (typeof data3 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/momentum",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 >= 1 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/momentum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1}}); errors++;
}
}
if(typeof data3 === "string"){
if(data3.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/momentum",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/momentum",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.unbiased !== undefined && func0.call(data, "unbiased")){
let data4 = data.unbiased;
if(typeof data4 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/unbiased",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.center !== undefined && func0.call(data, "center")){
let data5 = data.center;
if(typeof data5 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/center",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.scale !== undefined && func0.call(data, "scale")){
let data6 = data.scale;
if(typeof data6 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/scale",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate99(data.share, {instancePath:instancePath+"/share"}))){
vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate101(data.init, {instancePath:instancePath+"/init"}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate159.errors = vErrors;
return errors === 0;
}


function validate164(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "input"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((((key0 === "type") || (key0 === "input")) || (key0 === "epsilon")) || (key0 === "center")) || (key0 === "scale")) || (key0 === "share")) || (key0 === "init")) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known22}); errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if("layer_norm" !== data0){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"const",params:{allowedValue: "layer_norm"}}); errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate85(data.input, {instancePath:instancePath+"/input"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.epsilon !== undefined && func0.call(data, "epsilon")){
let data2 = data.epsilon;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 <= 0 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}}); errors++;
}
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.center !== undefined && func0.call(data, "center")){
let data3 = data.center;
if(typeof data3 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/center",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.scale !== undefined && func0.call(data, "scale")){
let data4 = data.scale;
if(typeof data4 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/scale",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate99(data.share, {instancePath:instancePath+"/share"}))){
vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate101(data.init, {instancePath:instancePath+"/init"}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate164.errors = vErrors;
return errors === 0;
}


function validate169(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "input"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!(((((key0 === "type") || (key0 === "input")) || (key0 === "along")) || (key0 === "times")) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known23}); errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if("repeat" !== data0){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"const",params:{allowedValue: "repeat"}}); errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate85(data.input, {instancePath:instancePath+"/input"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.along !== undefined && func0.call(data, "along")){
let data2 = data.along;
if(typeof data2 === "string"){
if(data2.length > 64){
(vErrors ??= []).push({instancePath:instancePath+"/along",keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/along",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/along",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data.times !== undefined && func0.call(data, "times")){
if(!(validate125(data.times, {instancePath:instancePath+"/times"}))){
vErrors = vErrors === null ? validate125.errors : vErrors.concat(validate125.errors);
errors = vErrors.length;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate169.errors = vErrors;
return errors === 0;
}


function validate173(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data.inputs === undefined) || (!(func0.call(data, "inputs")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "inputs"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "type") || (key0 === "inputs")) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known24}); errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data0 === "concat") || (data0 === "add")) || (data0 === "multiply"))){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: ["concat","add","multiply"]}}); errors++;
}
}
if(data.inputs !== undefined && func0.call(data, "inputs")){
let data1 = data.inputs;
if(Array.isArray(data1)){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"maxItems",params:{limit: 1000}}); errors++;
}
if(data1.length < 2){
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"minItems",params:{limit: 2}}); errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate85(data1[i0], {instancePath:instancePath+"/inputs/" + i0}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"type",params:{type: "array"}}); errors++;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate173.errors = vErrors;
return errors === 0;
}


function validate176(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data.inputs === undefined) || (!(func0.call(data, "inputs")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "inputs"}}); errors++;
}
if((data.equations === undefined) || (!(func0.call(data, "equations")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "equations"}}); errors++;
}
if((data.output === undefined) || (!(func0.call(data, "output")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "output"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((((key0 === "type") || (key0 === "inputs")) || (key0 === "weights")) || (key0 === "equations")) || (key0 === "output")) || (key0 === "share")) || (key0 === "init")) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known25}); errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if("equations" !== data0){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"const",params:{allowedValue: "equations"}}); errors++;
}
}
if(data.inputs !== undefined && func0.call(data, "inputs")){
let data1 = data.inputs;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(Object.keys(data1).length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"maxProperties",params:{limit: 100}}); errors++;
}
if(Object.keys(data1).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key1 of Object.keys(data1)){
if(!(validate85(data1[key1], {instancePath:instancePath+"/inputs/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"type",params:{type: "object"}}); errors++;
}
}
if(data.weights !== undefined && func0.call(data, "weights")){
if(!(validate53(data.weights, {instancePath:instancePath+"/weights"}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
}
if(data.equations !== undefined && func0.call(data, "equations")){
if(!(validate77(data.equations, {instancePath:instancePath+"/equations"}))){
vErrors = vErrors === null ? validate77.errors : vErrors.concat(validate77.errors);
errors = vErrors.length;
}
}
if(data.output !== undefined && func0.call(data, "output")){
if(!(validate79(data.output, {instancePath:instancePath+"/output"}))){
vErrors = vErrors === null ? validate79.errors : vErrors.concat(validate79.errors);
errors = vErrors.length;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate99(data.share, {instancePath:instancePath+"/share"}))){
vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate101(data.init, {instancePath:instancePath+"/init"}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
}
for(const key2 of Object.keys(data)){
if(pattern0.test(key2)){
if(!(validate23(data[key2], {instancePath:instancePath+"/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate176.errors = vErrors;
return errors === 0;
}


function validate184(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.type === undefined) || (!(func0.call(data, "type")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data.input === undefined) || (!(func0.call(data, "input")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "input"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "type") || (key0 === "input")) || (key0 === "mask")) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known26}); errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data0 = data.type;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data0 === "last") || (data0 === "mean")) || (data0 === "max"))){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: ["last","mean","max"]}}); errors++;
}
}
if(data.input !== undefined && func0.call(data, "input")){
if(!(validate85(data.input, {instancePath:instancePath+"/input"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.mask !== undefined && func0.call(data, "mask")){
if(!(validate104(data.mask, {instancePath:instancePath+"/mask"}))){
vErrors = vErrors === null ? validate104.errors : vErrors.concat(validate104.errors);
errors = vErrors.length;
}
}
for(const key1 of Object.keys(data)){
if(pattern0.test(key1)){
if(!(validate23(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate184.errors = vErrors;
return errors === 0;
}


function validate83(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
const tag0 = data.type;
if(typeof tag0 == "string"){
if(tag0 === "recurrent"){
if(!(validate84(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate84.errors : vErrors.concat(validate84.errors);
errors = vErrors.length;
}
}
else if(tag0 === "recursive"){
if(!(validate108(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate108.errors : vErrors.concat(validate108.errors);
errors = vErrors.length;
}
}
else if(tag0 === "embedding"){
if(!(validate123(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate123.errors : vErrors.concat(validate123.errors);
errors = vErrors.length;
}
}
else if(tag0 === "dense"){
if(!(validate133(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate133.errors : vErrors.concat(validate133.errors);
errors = vErrors.length;
}
}
else if(tag0 === "dropout"){
if(!(validate141(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate141.errors : vErrors.concat(validate141.errors);
errors = vErrors.length;
}
}
else if(tag0 === "activation"){
if(!(validate146(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate146.errors : vErrors.concat(validate146.errors);
errors = vErrors.length;
}
}
else if(tag0 === "conv1d"){
if(!(validate150(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate150.errors : vErrors.concat(validate150.errors);
errors = vErrors.length;
}
}
else if(tag0 === "batch_norm"){
if(!(validate159(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);
errors = vErrors.length;
}
}
else if(tag0 === "layer_norm"){
if(!(validate164(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate164.errors : vErrors.concat(validate164.errors);
errors = vErrors.length;
}
}
else if(tag0 === "repeat"){
if(!(validate169(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate169.errors : vErrors.concat(validate169.errors);
errors = vErrors.length;
}
}
else if(tag0 === "concat"){
if(!(validate173(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate173.errors : vErrors.concat(validate173.errors);
errors = vErrors.length;
}
}
else if(tag0 === "add"){
if(!(validate173(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate173.errors : vErrors.concat(validate173.errors);
errors = vErrors.length;
}
}
else if(tag0 === "multiply"){
if(!(validate173(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate173.errors : vErrors.concat(validate173.errors);
errors = vErrors.length;
}
}
else if(tag0 === "equations"){
if(!(validate176(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate176.errors : vErrors.concat(validate176.errors);
errors = vErrors.length;
}
}
else if(tag0 === "last"){
if(!(validate184(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate184.errors : vErrors.concat(validate184.errors);
errors = vErrors.length;
}
}
else if(tag0 === "mean"){
if(!(validate184(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate184.errors : vErrors.concat(validate184.errors);
errors = vErrors.length;
}
}
else if(tag0 === "max"){
if(!(validate184(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate184.errors : vErrors.concat(validate184.errors);
errors = vErrors.length;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"discriminator",params:{error: "mapping", tag: "type", tagValue: tag0}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"discriminator",params:{error: "tag", tag: "type", tagValue: tag0}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate83.errors = vErrors;
return errors === 0;
}


function validate208(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!data || typeof data != "object") && (typeof data !== "string")){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["string","array","object"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(Array.isArray(data)){
if(data.length > 10000){
(vErrors ??= []).push({instancePath,keyword:"maxItems",params:{limit: 10000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minItems",params:{limit: 1}}); errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"type",params:{type: "string"}}); errors++;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 1000}}); errors++;
}
if(Object.keys(data).length < 1){
(vErrors ??= []).push({instancePath,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data)){
let data1 = data[key0];
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: "string"}}); errors++;
}
}
}
validate208.errors = vErrors;
return errors === 0;
}


function validate213(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((key0 === "length") || (key0 === "samples"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known27}); errors++;
}
}
if(data.length !== undefined && func0.call(data, "length")){
let data0 = data.length;
if((!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/length",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/length",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/length",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.samples !== undefined && func0.call(data, "samples")){
let data1 = data.samples;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate213.errors = vErrors;
return errors === 0;
}


function validate215(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((((key0 === "length") || (key0 === "delay")) || (key0 === "symbols")) || (key0 === "samples"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known28}); errors++;
}
}
if(data.length !== undefined && func0.call(data, "length")){
let data0 = data.length;
if((!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/length",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/length",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/length",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.delay !== undefined && func0.call(data, "delay")){
let data1 = data.delay;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/delay",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/delay",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/delay",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.symbols !== undefined && func0.call(data, "symbols")){
let data2 = data.symbols;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/symbols",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/symbols",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/symbols",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.samples !== undefined && func0.call(data, "samples")){
let data3 = data.samples;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (typeof data3 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate215.errors = vErrors;
return errors === 0;
}


function validate217(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((key0 === "tau") || (key0 === "samples"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known29}); errors++;
}
}
if(data.tau !== undefined && func0.call(data, "tau")){
let data0 = data.tau;
if((!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/tau",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/tau",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/tau",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.samples !== undefined && func0.call(data, "samples")){
let data1 = data.samples;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate217.errors = vErrors;
return errors === 0;
}


function validate219(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((((key0 === "depth") || (key0 === "arguments")) || (key0 === "longest")) || (key0 === "samples"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known30}); errors++;
}
}
if(data.depth !== undefined && func0.call(data, "depth")){
let data0 = data.depth;
if((!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/depth",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/depth",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/depth",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.arguments !== undefined && func0.call(data, "arguments")){
let data1 = data.arguments;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/arguments",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/arguments",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/arguments",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.longest !== undefined && func0.call(data, "longest")){
let data2 = data.longest;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/longest",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/longest",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/longest",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.samples !== undefined && func0.call(data, "samples")){
let data3 = data.samples;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (typeof data3 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate219.errors = vErrors;
return errors === 0;
}


function validate221(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((((key0 === "shortest") || (key0 === "longest")) || (key0 === "noise")) || (key0 === "samples"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known31}); errors++;
}
}
if(data.shortest !== undefined && func0.call(data, "shortest")){
let data0 = data.shortest;
if((!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/shortest",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/shortest",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/shortest",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.longest !== undefined && func0.call(data, "longest")){
let data1 = data.longest;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/longest",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/longest",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/longest",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.noise !== undefined && func0.call(data, "noise")){
let data2 = data.noise;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/noise",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/noise",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/noise",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.samples !== undefined && func0.call(data, "samples")){
let data3 = data.samples;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (typeof data3 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/samples",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate221.errors = vErrors;
return errors === 0;
}


function validate212(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 1}}); errors++;
}
if(Object.keys(data).length < 1){
(vErrors ??= []).push({instancePath,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((key0 === "adding") || (key0 === "reber")) || (key0 === "copy")) || (key0 === "mackey_glass")) || (key0 === "list_operations")) || (key0 === "waves"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known32}); errors++;
}
}
if(data.adding !== undefined && func0.call(data, "adding")){
if(!(validate213(data.adding, {instancePath:instancePath+"/adding"}))){
vErrors = vErrors === null ? validate213.errors : vErrors.concat(validate213.errors);
errors = vErrors.length;
}
}
if(data.reber !== undefined && func0.call(data, "reber")){
let data1 = data.reber;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 of Object.keys(data1)){
if(!(key1 === "samples")){
(vErrors ??= []).push({instancePath:instancePath+"/reber",keyword:"additionalProperties",params:{additionalProperty: key1},known:known33}); errors++;
}
}
if(data1.samples !== undefined && func0.call(data1, "samples")){
let data2 = data1.samples;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/reber/samples",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/reber/samples",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/reber/samples",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/reber",keyword:"type",params:{type: "object"}}); errors++;
}
}
if(data.copy !== undefined && func0.call(data, "copy")){
if(!(validate215(data.copy, {instancePath:instancePath+"/copy"}))){
vErrors = vErrors === null ? validate215.errors : vErrors.concat(validate215.errors);
errors = vErrors.length;
}
}
if(data.mackey_glass !== undefined && func0.call(data, "mackey_glass")){
if(!(validate217(data.mackey_glass, {instancePath:instancePath+"/mackey_glass"}))){
vErrors = vErrors === null ? validate217.errors : vErrors.concat(validate217.errors);
errors = vErrors.length;
}
}
if(data.list_operations !== undefined && func0.call(data, "list_operations")){
if(!(validate219(data.list_operations, {instancePath:instancePath+"/list_operations"}))){
vErrors = vErrors === null ? validate219.errors : vErrors.concat(validate219.errors);
errors = vErrors.length;
}
}
if(data.waves !== undefined && func0.call(data, "waves")){
if(!(validate221(data.waves, {instancePath:instancePath+"/waves"}))){
vErrors = vErrors === null ? validate221.errors : vErrors.concat(validate221.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate212.errors = vErrors;
return errors === 0;
}


function validate207(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!data || typeof data != "object") && (typeof data !== "string")){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["string","array","object"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(Array.isArray(data)){
if(data.length > 10000){
(vErrors ??= []).push({instancePath,keyword:"maxItems",params:{limit: 10000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minItems",params:{limit: 1}}); errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"type",params:{type: "string"}}); errors++;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 1000}}); errors++;
}
if(Object.keys(data).length < 1){
(vErrors ??= []).push({instancePath,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "train") || (key0 === "validation")) || (key0 === "test")) || (key0 === "task"))){
let data1 = data[key0];
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: "string"}}); errors++;
}
}
}
if(data.train !== undefined && func0.call(data, "train")){
if(!(validate208(data.train, {instancePath:instancePath+"/train"}))){
vErrors = vErrors === null ? validate208.errors : vErrors.concat(validate208.errors);
errors = vErrors.length;
}
}
if(data.validation !== undefined && func0.call(data, "validation")){
if(!(validate208(data.validation, {instancePath:instancePath+"/validation"}))){
vErrors = vErrors === null ? validate208.errors : vErrors.concat(validate208.errors);
errors = vErrors.length;
}
}
if(data.test !== undefined && func0.call(data, "test")){
if(!(validate208(data.test, {instancePath:instancePath+"/test"}))){
vErrors = vErrors === null ? validate208.errors : vErrors.concat(validate208.errors);
errors = vErrors.length;
}
}
if(data.task !== undefined && func0.call(data, "task")){
if(!(validate212(data.task, {instancePath:instancePath+"/task"}))){
vErrors = vErrors === null ? validate212.errors : vErrors.concat(validate212.errors);
errors = vErrors.length;
}
}
}
validate207.errors = vErrors;
return errors === 0;
}


function validate226(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((typeof data !== "string") && (!(data && typeof data == "object" && !Array.isArray(data)))){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 64){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.by === undefined) || (!(func0.call(data, "by")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "by"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((key0 === "by") || (key0 === "over"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known34}); errors++;
}
}
if(data.by !== undefined && func0.call(data, "by")){
let data0 = data.by;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/by",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data0 === "standard") || (data0 === "minmax"))){
(vErrors ??= []).push({instancePath:instancePath+"/by",keyword:"enum",params:{allowedValues: ["standard","minmax"]}}); errors++;
}
}
if(data.over !== undefined && func0.call(data, "over")){
let data1 = data.over;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/over",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data1 === "all") || (data1 === "series"))){
(vErrors ??= []).push({instancePath:instancePath+"/over",keyword:"enum",params:{allowedValues: ["all","series"]}}); errors++;
}
}
}
validate226.errors = vErrors;
return errors === 0;
}


function validate228(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((((((((key0 === "of") || (key0 === "size")) || (key0 === "min_count")) || (key0 === "unknown")) || (key0 === "normalize")) || (key0 === "lower")) || (key0 === "punctuation")) || (key0 === "share"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known35}); errors++;
}
}
if(data.of !== undefined && func0.call(data, "of")){
let data0 = data.of;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/of",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data0 === "bytes") || (data0 === "characters")) || (data0 === "words"))){
(vErrors ??= []).push({instancePath:instancePath+"/of",keyword:"enum",params:{allowedValues: ["bytes","characters","words"]}}); errors++;
}
}
if(data.size !== undefined && func0.call(data, "size")){
let data1 = data.size;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/size",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/size",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/size",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.min_count !== undefined && func0.call(data, "min_count")){
let data2 = data.min_count;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/min_count",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/min_count",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/min_count",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.unknown !== undefined && func0.call(data, "unknown")){
let data3 = data.unknown;
if((typeof data3 !== "string") && (typeof data3 !== "boolean")){
(vErrors ??= []).push({instancePath:instancePath+"/unknown",keyword:"type",params:{type: ["string","boolean"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/unknown",keyword:"maxLength",params:{limit: 100}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/unknown",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.normalize !== undefined && func0.call(data, "normalize")){
let data4 = data.normalize;
if(typeof data4 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/normalize",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data4 === "NFC") || (data4 === "NFKC")) || (data4 === "none"))){
(vErrors ??= []).push({instancePath:instancePath+"/normalize",keyword:"enum",params:{allowedValues: ["NFC","NFKC","none"]}}); errors++;
}
}
if(data.lower !== undefined && func0.call(data, "lower")){
let data5 = data.lower;
if(typeof data5 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/lower",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.punctuation !== undefined && func0.call(data, "punctuation")){
let data6 = data.punctuation;
if(typeof data6 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/punctuation",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data6 === "kept") || (data6 === "tokens")) || (data6 === "dropped"))){
(vErrors ??= []).push({instancePath:instancePath+"/punctuation",keyword:"enum",params:{allowedValues: ["kept","tokens","dropped"]}}); errors++;
}
}
if(data.share !== undefined && func0.call(data, "share")){
let data7 = data.share;
if(typeof data7 === "string"){
if(data7.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/share",keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data7.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/share",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/share",keyword:"type",params:{type: "string"}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate228.errors = vErrors;
return errors === 0;
}


function validate225(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 10000){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 10000}}); errors++;
}
for(const key0 of Object.keys(data)){
let data0 = data[key0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 of Object.keys(data0)){
if(!(func0.call(known36, key1))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"additionalProperties",params:{additionalProperty: key1},known:known36}); errors++;
}
}
if(data0.type !== undefined && func0.call(data0, "type")){
let data1 = data0.type;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((((((data1 === "number") || (data1 === "category")) || (data1 === "time")) || (data1 === "text")) || (data1 === "tree")) || (data1 === "ignore"))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",keyword:"enum",params:{allowedValues: ["number","category","time","text","tree","ignore"]}}); errors++;
}
}
if(data0.normalize !== undefined && func0.call(data0, "normalize")){
if(!(validate226(data0.normalize, {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/normalize"}))){
vErrors = vErrors === null ? validate226.errors : vErrors.concat(validate226.errors);
errors = vErrors.length;
}
}
if(data0.transform !== undefined && func0.call(data0, "transform")){
let data3 = data0.transform;
if((typeof data3 !== "string") && (!(Array.isArray(data3)))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/transform",keyword:"type",params:{type: ["string","array"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 64){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/transform",keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/transform",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(Array.isArray(data3)){
if(data3.length > 2){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/transform",keyword:"maxItems",params:{limit: 2}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/transform",keyword:"minItems",params:{limit: 1}}); errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/transform/" + i0,keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data4 === "log") || (data4 === "log1p")) || (data4 === "difference"))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/transform/" + i0,keyword:"enum",params:{allowedValues: ["log","log1p","difference"]}}); errors++;
}
}
}
}
if(data0.values !== undefined && func0.call(data0, "values")){
let data5 = data0.values;
if(Array.isArray(data5)){
if(data5.length > 100000){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/values",keyword:"maxItems",params:{limit: 100000}}); errors++;
}
if(data5.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/values",keyword:"minItems",params:{limit: 1}}); errors++;
}
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
if((typeof data6 !== "string") && (!((typeof data6 == "number") && (isFinite(data6))))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/values/" + i1,keyword:"type",params:{type: ["string","number"]}}); errors++;
}
if(typeof data6 === "string"){
if(data6.length > 10000){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/values/" + i1,keyword:"maxLength",params:{limit: 10000}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/values",keyword:"type",params:{type: "array"}}); errors++;
}
}
if(data0.unknown !== undefined && func0.call(data0, "unknown")){
let data7 = data0.unknown;
if((typeof data7 !== "boolean") && (!(data7 && typeof data7 == "object" && !Array.isArray(data7)))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/unknown",keyword:"type",params:{type: ["boolean","object"]}}); errors++;
}
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if((data7.below === undefined) || (!(func0.call(data7, "below")))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/unknown",keyword:"required",params:{missingProperty: "below"}}); errors++;
}
for(const key2 of Object.keys(data7)){
if(!(key2 === "below")){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/unknown",keyword:"additionalProperties",params:{additionalProperty: key2},known:known37}); errors++;
}
}
if(data7.below !== undefined && func0.call(data7, "below")){
let data8 = data7.below;
if((!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))) && (typeof data8 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/unknown/below",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data8 === "string"){
if(data8.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/unknown/below",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data8.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/unknown/below",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
}
if(data0.decimal !== undefined && func0.call(data0, "decimal")){
let data9 = data0.decimal;
if(typeof data9 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/decimal",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data9 === ".") || (data9 === ","))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/decimal",keyword:"enum",params:{allowedValues: [".",","]}}); errors++;
}
}
if(data0.thousands !== undefined && func0.call(data0, "thousands")){
let data10 = data0.thousands;
if(typeof data10 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/thousands",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((((data10 === ".") || (data10 === ",")) || (data10 === " ")) || (data10 === "'"))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/thousands",keyword:"enum",params:{allowedValues: [".",","," ","'"]}}); errors++;
}
}
if(data0.list !== undefined && func0.call(data0, "list")){
let data11 = data0.list;
if(typeof data11 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/list",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((((data11 === " ") || (data11 === ";")) || (data11 === ",")) || (data11 === "|"))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/list",keyword:"enum",params:{allowedValues: [" ",";",",","|"]}}); errors++;
}
}
if(data0.missing !== undefined && func0.call(data0, "missing")){
let data12 = data0.missing;
if(((typeof data12 !== "string") && (!((typeof data12 == "number") && (isFinite(data12))))) && (!(Array.isArray(data12)))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/missing",keyword:"type",params:{type: ["string","number","array"]}}); errors++;
}
if(typeof data12 === "string"){
if(data12.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/missing",keyword:"maxLength",params:{limit: 100}}); errors++;
}
}
if(Array.isArray(data12)){
if(data12.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/missing",keyword:"maxItems",params:{limit: 100}}); errors++;
}
const len2 = data12.length;
for(let i2=0; i2<len2; i2++){
let data13 = data12[i2];
if((typeof data13 !== "string") && (!((typeof data13 == "number") && (isFinite(data13))))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/missing/" + i2,keyword:"type",params:{type: ["string","number"]}}); errors++;
}
if(typeof data13 === "string"){
if(data13.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/missing/" + i2,keyword:"maxLength",params:{limit: 100}}); errors++;
}
}
}
}
}
if(data0.fill !== undefined && func0.call(data0, "fill")){
let data14 = data0.fill;
if((typeof data14 !== "string") && (!(data14 && typeof data14 == "object" && !Array.isArray(data14)))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/fill",keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data14 === "string"){
if(data14.length > 64){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/fill",keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data14.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/fill",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
if(Object.keys(data14).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/fill",keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key3 of Object.keys(data14)){
if(!(key3 === "value")){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/fill",keyword:"additionalProperties",params:{additionalProperty: key3},known:known38}); errors++;
}
}
if(data14.value !== undefined && func0.call(data14, "value")){
let data15 = data14.value;
if((!((typeof data15 == "number") && (isFinite(data15)))) && (typeof data15 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/fill/value",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data15 === "string"){
if(data15.length > 10000){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/fill/value",keyword:"maxLength",params:{limit: 10000}}); errors++;
}
}
}
}
}
if(data0.lengths !== undefined && func0.call(data0, "lengths")){
let data16 = data0.lengths;
if(typeof data16 === "string"){
if(data16.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/lengths",keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data16.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/lengths",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/lengths",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data0.padded !== undefined && func0.call(data0, "padded")){
let data17 = data0.padded;
if(typeof data17 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/padded",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data17 === "start") || (data17 === "end"))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/padded",keyword:"enum",params:{allowedValues: ["start","end"]}}); errors++;
}
}
if(data0.longest !== undefined && func0.call(data0, "longest")){
let data18 = data0.longest;
if((!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))) && (typeof data18 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/longest",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data18 === "string"){
if(data18.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/longest",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data18.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/longest",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data0.keep !== undefined && func0.call(data0, "keep")){
let data19 = data0.keep;
if(typeof data19 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/keep",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data19 === "start") || (data19 === "end"))){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/keep",keyword:"enum",params:{allowedValues: ["start","end"]}}); errors++;
}
}
if(data0.mask !== undefined && func0.call(data0, "mask")){
let data20 = data0.mask;
if(typeof data20 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/mask",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data0.vocabulary !== undefined && func0.call(data0, "vocabulary")){
if(!(validate228(data0.vocabulary, {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/vocabulary"}))){
vErrors = vErrors === null ? validate228.errors : vErrors.concat(validate228.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: "object"}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate225.errors = vErrors;
return errors === 0;
}


function validate231(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(((!data || typeof data != "object") && (typeof data !== "string")) && (typeof data !== "boolean")){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["string","array","object","boolean"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 200){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(Array.isArray(data)){
if(data.length > 2){
(vErrors ??= []).push({instancePath,keyword:"maxItems",params:{limit: 2}}); errors++;
}
if(data.length < 2){
(vErrors ??= []).push({instancePath,keyword:"minItems",params:{limit: 2}}); errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 === "string"){
if(data0.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"type",params:{type: "string"}}); errors++;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((((((key0 === "column") || (key0 === "every")) || (key0 === "zone")) || (key0 === "order")) || (key0 === "gaps")) || (key0 === "duplicates"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known39}); errors++;
}
}
if(data.column !== undefined && func0.call(data, "column")){
let data1 = data.column;
if((typeof data1 !== "string") && (!(Array.isArray(data1)))){
(vErrors ??= []).push({instancePath:instancePath+"/column",keyword:"type",params:{type: ["string","array"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/column",keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/column",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(Array.isArray(data1)){
if(data1.length > 2){
(vErrors ??= []).push({instancePath:instancePath+"/column",keyword:"maxItems",params:{limit: 2}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/column",keyword:"minItems",params:{limit: 1}}); errors++;
}
const len1 = data1.length;
for(let i1=0; i1<len1; i1++){
let data2 = data1[i1];
if(typeof data2 === "string"){
if(data2.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/column/" + i1,keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/column/" + i1,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/column/" + i1,keyword:"type",params:{type: "string"}}); errors++;
}
}
}
}
if(data.every !== undefined && func0.call(data, "every")){
let data3 = data.every;
if(typeof data3 === "string"){
if(data3.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/every",keyword:"maxLength",params:{limit: 100}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/every",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/every",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data.zone !== undefined && func0.call(data, "zone")){
let data4 = data.zone;
if(typeof data4 === "string"){
if(data4.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/zone",keyword:"maxLength",params:{limit: 100}}); errors++;
}
if(data4.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/zone",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/zone",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data.order !== undefined && func0.call(data, "order")){
let data5 = data.order;
if(typeof data5 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/order",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data5 === "dmy") || (data5 === "mdy"))){
(vErrors ??= []).push({instancePath:instancePath+"/order",keyword:"enum",params:{allowedValues: ["dmy","mdy"]}}); errors++;
}
}
if(data.gaps !== undefined && func0.call(data, "gaps")){
let data6 = data.gaps;
if((typeof data6 !== "string") && (!(data6 && typeof data6 == "object" && !Array.isArray(data6)))){
(vErrors ??= []).push({instancePath:instancePath+"/gaps",keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data6 === "string"){
if(data6.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/gaps",keyword:"maxLength",params:{limit: 100}}); errors++;
}
if(data6.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/gaps",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if((data6.value === undefined) || (!(func0.call(data6, "value")))){
(vErrors ??= []).push({instancePath:instancePath+"/gaps",keyword:"required",params:{missingProperty: "value"}}); errors++;
}
for(const key1 of Object.keys(data6)){
if(!(key1 === "value")){
(vErrors ??= []).push({instancePath:instancePath+"/gaps",keyword:"additionalProperties",params:{additionalProperty: key1},known:known38}); errors++;
}
}
if(data6.value !== undefined && func0.call(data6, "value")){
let data7 = data6.value;
if((!((typeof data7 == "number") && (isFinite(data7)))) && (typeof data7 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/gaps/value",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data7 === "string"){
if(data7.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/gaps/value",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data7.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/gaps/value",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
}
if(data.duplicates !== undefined && func0.call(data, "duplicates")){
let data8 = data.duplicates;
if(typeof data8 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/duplicates",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((((data8 === "error") || (data8 === "first")) || (data8 === "last")) || (data8 === "mean"))){
(vErrors ??= []).push({instancePath:instancePath+"/duplicates",keyword:"enum",params:{allowedValues: ["error","first","last","mean"]}}); errors++;
}
}
}
validate231.errors = vErrors;
return errors === 0;
}


function validate233(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((!(data && typeof data == "object" && !Array.isArray(data))) && (typeof data !== "boolean")){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["object","boolean"]}}); errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.by === undefined) || (!(func0.call(data, "by")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "by"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "by") || (key0 === "longest")) || (key0 === "keep"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known40}); errors++;
}
}
if(data.by !== undefined && func0.call(data, "by")){
let data0 = data.by;
if(typeof data0 === "string"){
if(data0.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/by",keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/by",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/by",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data.longest !== undefined && func0.call(data, "longest")){
let data1 = data.longest;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/longest",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/longest",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/longest",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.keep !== undefined && func0.call(data, "keep")){
let data2 = data.keep;
if(typeof data2 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/keep",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data2 === "start") || (data2 === "end"))){
(vErrors ??= []).push({instancePath:instancePath+"/keep",keyword:"enum",params:{allowedValues: ["start","end"]}}); errors++;
}
}
}
validate233.errors = vErrors;
return errors === 0;
}


function validate235(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.width === undefined) || (!(func0.call(data, "width")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "width"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "width") || (key0 === "horizon")) || (key0 === "lead")) || (key0 === "stride"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known41}); errors++;
}
}
if(data.width !== undefined && func0.call(data, "width")){
let data0 = data.width;
if((!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/width",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/width",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/width",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.horizon !== undefined && func0.call(data, "horizon")){
let data1 = data.horizon;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/horizon",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/horizon",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/horizon",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.lead !== undefined && func0.call(data, "lead")){
let data2 = data.lead;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/lead",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/lead",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/lead",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.stride !== undefined && func0.call(data, "stride")){
let data3 = data.stride;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (typeof data3 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/stride",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/stride",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/stride",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate235.errors = vErrors;
return errors === 0;
}


function validate237(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!(((key0 === "columns") || (key0 === "part")) || (key0 === "tokens"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known42}); errors++;
}
}
if(data.columns !== undefined && func0.call(data, "columns")){
let data0 = data.columns;
if(Array.isArray(data0)){
if(data0.length > 10000){
(vErrors ??= []).push({instancePath:instancePath+"/columns",keyword:"maxItems",params:{limit: 10000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/columns",keyword:"minItems",params:{limit: 1}}); errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(data1.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/columns/" + i0,keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/columns/" + i0,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/columns/" + i0,keyword:"type",params:{type: "string"}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/columns",keyword:"type",params:{type: "array"}}); errors++;
}
}
if(data.part !== undefined && func0.call(data, "part")){
let data2 = data.part;
if(typeof data2 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/part",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((((data2 === "window") || (data2 === "horizon")) || (data2 === "next")) || (data2 === "previous")) || (data2 === "series"))){
(vErrors ??= []).push({instancePath:instancePath+"/part",keyword:"enum",params:{allowedValues: ["window","horizon","next","previous","series"]}}); errors++;
}
}
if(data.tokens !== undefined && func0.call(data, "tokens")){
let data3 = data.tokens;
if(typeof data3 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/tokens",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data3 === "input") || (data3 === "next"))){
(vErrors ??= []).push({instancePath:instancePath+"/tokens",keyword:"enum",params:{allowedValues: ["input","next"]}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate237.errors = vErrors;
return errors === 0;
}


function validate239(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((((((key0 === "train") || (key0 === "validation")) || (key0 === "test")) || (key0 === "by")) || (key0 === "column")) || (key0 === "at"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known43}); errors++;
}
}
if(data.train !== undefined && func0.call(data, "train")){
let data0 = data.train;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/train",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/train",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/train",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.validation !== undefined && func0.call(data, "validation")){
let data1 = data.validation;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/validation",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/validation",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/validation",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.test !== undefined && func0.call(data, "test")){
let data2 = data.test;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/test",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/test",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/test",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.by !== undefined && func0.call(data, "by")){
let data3 = data.by;
if(typeof data3 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/by",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data3 === "order") || (data3 === "random"))){
(vErrors ??= []).push({instancePath:instancePath+"/by",keyword:"enum",params:{allowedValues: ["order","random"]}}); errors++;
}
}
if(data.column !== undefined && func0.call(data, "column")){
let data4 = data.column;
if(typeof data4 === "string"){
if(data4.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/column",keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data4.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/column",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/column",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data.at !== undefined && func0.call(data, "at")){
let data5 = data.at;
if(Array.isArray(data5)){
if(data5.length > 2){
(vErrors ??= []).push({instancePath:instancePath+"/at",keyword:"maxItems",params:{limit: 2}}); errors++;
}
if(data5.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/at",keyword:"minItems",params:{limit: 1}}); errors++;
}
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
let data6 = data5[i0];
if((typeof data6 !== "string") && (!((typeof data6 == "number") && (isFinite(data6))))){
(vErrors ??= []).push({instancePath:instancePath+"/at/" + i0,keyword:"type",params:{type: ["string","number"]}}); errors++;
}
if(typeof data6 === "string"){
if(data6.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/at/" + i0,keyword:"maxLength",params:{limit: 100}}); errors++;
}
if(data6.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/at/" + i0,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/at",keyword:"type",params:{type: "array"}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate239.errors = vErrors;
return errors === 0;
}


function validate241(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!(((((((key0 === "of") || (key0 === "size")) || (key0 === "min_count")) || (key0 === "unknown")) || (key0 === "normalize")) || (key0 === "lower")) || (key0 === "punctuation"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known44}); errors++;
}
}
if(data.of !== undefined && func0.call(data, "of")){
let data0 = data.of;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/of",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data0 === "bytes") || (data0 === "characters")) || (data0 === "words"))){
(vErrors ??= []).push({instancePath:instancePath+"/of",keyword:"enum",params:{allowedValues: ["bytes","characters","words"]}}); errors++;
}
}
if(data.size !== undefined && func0.call(data, "size")){
let data1 = data.size;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/size",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/size",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/size",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.min_count !== undefined && func0.call(data, "min_count")){
let data2 = data.min_count;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/min_count",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/min_count",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/min_count",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.unknown !== undefined && func0.call(data, "unknown")){
let data3 = data.unknown;
if((typeof data3 !== "string") && (typeof data3 !== "boolean")){
(vErrors ??= []).push({instancePath:instancePath+"/unknown",keyword:"type",params:{type: ["string","boolean"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/unknown",keyword:"maxLength",params:{limit: 100}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/unknown",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.normalize !== undefined && func0.call(data, "normalize")){
let data4 = data.normalize;
if(typeof data4 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/normalize",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data4 === "NFC") || (data4 === "NFKC")) || (data4 === "none"))){
(vErrors ??= []).push({instancePath:instancePath+"/normalize",keyword:"enum",params:{allowedValues: ["NFC","NFKC","none"]}}); errors++;
}
}
if(data.lower !== undefined && func0.call(data, "lower")){
let data5 = data.lower;
if(typeof data5 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/lower",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.punctuation !== undefined && func0.call(data, "punctuation")){
let data6 = data.punctuation;
if(typeof data6 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/punctuation",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data6 === "kept") || (data6 === "tokens")) || (data6 === "dropped"))){
(vErrors ??= []).push({instancePath:instancePath+"/punctuation",keyword:"enum",params:{allowedValues: ["kept","tokens","dropped"]}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate241.errors = vErrors;
return errors === 0;
}


function validate206(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.source === undefined) || (!(func0.call(data, "source")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "source"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((func0.call(known45, key0)) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known45}); errors++;
}
}
if(data.source !== undefined && func0.call(data, "source")){
if(!(validate207(data.source, {instancePath:instancePath+"/source"}))){
vErrors = vErrors === null ? validate207.errors : vErrors.concat(validate207.errors);
errors = vErrors.length;
}
}
if(data.format !== undefined && func0.call(data, "format")){
let data1 = data.format;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/format",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((((((((data1 === "csv") || (data1 === "json")) || (data1 === "ndjson")) || (data1 === "npy")) || (data1 === "text")) || (data1 === "brackets")) || (data1 === "conllu")) || (data1 === "nested"))){
(vErrors ??= []).push({instancePath:instancePath+"/format",keyword:"enum",params:{allowedValues: ["csv","json","ndjson","npy","text","brackets","conllu","nested"]}}); errors++;
}
}
if(data.delimiter !== undefined && func0.call(data, "delimiter")){
let data2 = data.delimiter;
if(typeof data2 === "string"){
if(data2.length > 1){
(vErrors ??= []).push({instancePath:instancePath+"/delimiter",keyword:"maxLength",params:{limit: 1}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/delimiter",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/delimiter",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data.decimal !== undefined && func0.call(data, "decimal")){
let data3 = data.decimal;
if(typeof data3 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/decimal",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data3 === ".") || (data3 === ","))){
(vErrors ??= []).push({instancePath:instancePath+"/decimal",keyword:"enum",params:{allowedValues: [".",","]}}); errors++;
}
}
if(data.header !== undefined && func0.call(data, "header")){
let data4 = data.header;
if(typeof data4 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/header",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.missing !== undefined && func0.call(data, "missing")){
let data5 = data.missing;
if(((typeof data5 !== "string") && (!((typeof data5 == "number") && (isFinite(data5))))) && (!(Array.isArray(data5)))){
(vErrors ??= []).push({instancePath:instancePath+"/missing",keyword:"type",params:{type: ["string","number","array"]}}); errors++;
}
if(typeof data5 === "string"){
if(data5.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/missing",keyword:"maxLength",params:{limit: 100}}); errors++;
}
}
if(Array.isArray(data5)){
if(data5.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/missing",keyword:"maxItems",params:{limit: 100}}); errors++;
}
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
let data6 = data5[i0];
if((typeof data6 !== "string") && (!((typeof data6 == "number") && (isFinite(data6))))){
(vErrors ??= []).push({instancePath:instancePath+"/missing/" + i0,keyword:"type",params:{type: ["string","number"]}}); errors++;
}
if(typeof data6 === "string"){
if(data6.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/missing/" + i0,keyword:"maxLength",params:{limit: 100}}); errors++;
}
}
}
}
}
if(data.columns !== undefined && func0.call(data, "columns")){
if(!(validate225(data.columns, {instancePath:instancePath+"/columns"}))){
vErrors = vErrors === null ? validate225.errors : vErrors.concat(validate225.errors);
errors = vErrors.length;
}
}
if(data.group !== undefined && func0.call(data, "group")){
let data8 = data.group;
if(typeof data8 === "string"){
if(data8.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/group",keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data8.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/group",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/group",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data.time !== undefined && func0.call(data, "time")){
if(!(validate231(data.time, {instancePath:instancePath+"/time"}))){
vErrors = vErrors === null ? validate231.errors : vErrors.concat(validate231.errors);
errors = vErrors.length;
}
}
if(data.sequence !== undefined && func0.call(data, "sequence")){
if(!(validate233(data.sequence, {instancePath:instancePath+"/sequence"}))){
vErrors = vErrors === null ? validate233.errors : vErrors.concat(validate233.errors);
errors = vErrors.length;
}
}
if(data.windows !== undefined && func0.call(data, "windows")){
if(!(validate235(data.windows, {instancePath:instancePath+"/windows"}))){
vErrors = vErrors === null ? validate235.errors : vErrors.concat(validate235.errors);
errors = vErrors.length;
}
}
if(data.feeds !== undefined && func0.call(data, "feeds")){
let data12 = data.feeds;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
if(Object.keys(data12).length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/feeds",keyword:"maxProperties",params:{limit: 1000}}); errors++;
}
if(Object.keys(data12).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/feeds",keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key1 of Object.keys(data12)){
if(!(validate237(data12[key1], {instancePath:instancePath+"/feeds/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate237.errors : vErrors.concat(validate237.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/feeds",keyword:"type",params:{type: "object"}}); errors++;
}
}
if(data.split !== undefined && func0.call(data, "split")){
if(!(validate239(data.split, {instancePath:instancePath+"/split"}))){
vErrors = vErrors === null ? validate239.errors : vErrors.concat(validate239.errors);
errors = vErrors.length;
}
}
if(data.vocabulary !== undefined && func0.call(data, "vocabulary")){
if(!(validate241(data.vocabulary, {instancePath:instancePath+"/vocabulary"}))){
vErrors = vErrors === null ? validate241.errors : vErrors.concat(validate241.errors);
errors = vErrors.length;
}
}
if(data.shuffle !== undefined && func0.call(data, "shuffle")){
let data16 = data.shuffle;
if(typeof data16 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/shuffle",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.buckets !== undefined && func0.call(data, "buckets")){
let data17 = data.buckets;
if((!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))) && (typeof data17 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/buckets",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data17 === "string"){
if(data17.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/buckets",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data17.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/buckets",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.bad_rows !== undefined && func0.call(data, "bad_rows")){
let data18 = data.bad_rows;
if(typeof data18 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/bad_rows",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data18 === "stop") || (data18 === "skip"))){
(vErrors ??= []).push({instancePath:instancePath+"/bad_rows",keyword:"enum",params:{allowedValues: ["stop","skip"]}}); errors++;
}
}
for(const key2 of Object.keys(data)){
if(pattern0.test(key2)){
if(!(validate23(data[key2], {instancePath:instancePath+"/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate206.errors = vErrors;
return errors === 0;
}

const pattern34 = new RegExp("^balanced$", "u");

function validate246(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
if(data.length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxItems",params:{limit: 1000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minItems",params:{limit: 1}}); errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if((data0.type === undefined) || (!(func0.call(data0, "type")))){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"required",params:{missingProperty: "type"}}); errors++;
}
if((data0.output === undefined) || (!(func0.call(data0, "output")))){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"required",params:{missingProperty: "output"}}); errors++;
}
for(const key0 of Object.keys(data0)){
if(!(func0.call(known46, key0))){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"additionalProperties",params:{additionalProperty: key0},known:known46}); errors++;
}
}
if(data0.type !== undefined && func0.call(data0, "type")){
let data1 = data0.type;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/type",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((((((((((data1 === "cross_entropy") || (data1 === "soft_cross_entropy")) || (data1 === "sigmoid_cross_entropy")) || (data1 === "mse")) || (data1 === "mae")) || (data1 === "huber")) || (data1 === "quantile")) || (data1 === "gaussian_nll")) || (data1 === "ctc")) || (data1 === "l1")) || (data1 === "l2"))){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/type",keyword:"enum",params:{allowedValues: ["cross_entropy","soft_cross_entropy","sigmoid_cross_entropy","mse","mae","huber","quantile","gaussian_nll","ctc","l1","l2"]}}); errors++;
}
}
if(data0.output !== undefined && func0.call(data0, "output")){
if(!(validate85(data0.output, {instancePath:instancePath+"/" + i0+"/output"}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data0.target !== undefined && func0.call(data0, "target")){
let data3 = data0.target;
if(typeof data3 === "string"){
if(data3.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/target",keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/target",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/target",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data0.weight !== undefined && func0.call(data0, "weight")){
let data4 = data0.weight;
if((!((typeof data4 == "number") && (isFinite(data4)))) && (typeof data4 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/weight",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data4 === "string"){
if(data4.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/weight",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data4.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/weight",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data0.reduce !== undefined && func0.call(data0, "reduce")){
let data5 = data0.reduce;
if(typeof data5 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/reduce",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data5 === "mean") || (data5 === "sum")) || (data5 === "batch"))){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/reduce",keyword:"enum",params:{allowedValues: ["mean","sum","batch"]}}); errors++;
}
}
if(data0.sample_weights !== undefined && func0.call(data0, "sample_weights")){
let data6 = data0.sample_weights;
if(typeof data6 === "string"){
if(data6.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/sample_weights",keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data6.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/sample_weights",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/sample_weights",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data0.step_weights !== undefined && func0.call(data0, "step_weights")){
let data7 = data0.step_weights;
if(typeof data7 === "string"){
if(data7.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/step_weights",keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data7.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/step_weights",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/step_weights",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data0.class_weights !== undefined && func0.call(data0, "class_weights")){
let data8 = data0.class_weights;
if((typeof data8 !== "string") && (!(data8 && typeof data8 == "object" && !Array.isArray(data8)))){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/class_weights",keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data8 === "string"){
if(data8.length > 8){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/class_weights",keyword:"maxLength",params:{limit: 8}}); errors++;
}
if(!pattern34.test(data8)){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/class_weights",keyword:"pattern",params:{pattern: "^balanced$"}}); errors++;
}
}
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(Object.keys(data8).length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/class_weights",keyword:"maxProperties",params:{limit: 1000}}); errors++;
}
if(Object.keys(data8).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/class_weights",keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key1 of Object.keys(data8)){
let data9 = data8[key1];
if((!((typeof data9 == "number") && (isFinite(data9)))) && (typeof data9 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/class_weights/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data9 === "string"){
if(data9.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/class_weights/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data9.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/class_weights/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
}
if(data0.delta !== undefined && func0.call(data0, "delta")){
let data10 = data0.delta;
if((!((typeof data10 == "number") && (isFinite(data10)))) && (typeof data10 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/delta",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data10 === "string"){
if(data10.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/delta",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data10.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/delta",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data0.quantiles !== undefined && func0.call(data0, "quantiles")){
let data11 = data0.quantiles;
if(Array.isArray(data11)){
if(data11.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/quantiles",keyword:"maxItems",params:{limit: 1000}}); errors++;
}
if(data11.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/quantiles",keyword:"minItems",params:{limit: 1}}); errors++;
}
const len1 = data11.length;
for(let i1=0; i1<len1; i1++){
let data12 = data11[i1];
if((!((typeof data12 == "number") && (isFinite(data12)))) && (typeof data12 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/quantiles/" + i1,keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data12 === "string"){
if(data12.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/quantiles/" + i1,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data12.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/quantiles/" + i1,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/quantiles",keyword:"type",params:{type: "array"}}); errors++;
}
}
if(data0.blank !== undefined && func0.call(data0, "blank")){
let data13 = data0.blank;
if((!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))) && (typeof data13 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/blank",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data13 === "string"){
if(data13.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/blank",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data13.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/blank",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"type",params:{type: "object"}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "array"}}); errors++;
}
validate246.errors = vErrors;
return errors === 0;
}


function validate250(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.momentum !== undefined && func0.call(data, "momentum")){
let data0 = data.momentum;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/momentum",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/momentum",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/momentum",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.nesterov !== undefined && func0.call(data, "nesterov")){
let data1 = data.nesterov;
if(typeof data1 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/nesterov",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.weight_decay !== undefined && func0.call(data, "weight_decay")){
let data2 = data.weight_decay;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.convention !== undefined && func0.call(data, "convention")){
let data3 = data.convention;
if(typeof data3 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/convention",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data3 === "keras") || (data3 === "torch"))){
(vErrors ??= []).push({instancePath:instancePath+"/convention",keyword:"enum",params:{allowedValues: ["keras","torch"]}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate250.errors = vErrors;
return errors === 0;
}


function validate252(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.initial !== undefined && func0.call(data, "initial")){
let data0 = data.initial;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/initial",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/initial",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/initial",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.epsilon !== undefined && func0.call(data, "epsilon")){
let data1 = data.epsilon;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.weight_decay !== undefined && func0.call(data, "weight_decay")){
let data2 = data.weight_decay;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.convention !== undefined && func0.call(data, "convention")){
let data3 = data.convention;
if(typeof data3 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/convention",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data3 === "keras") || (data3 === "torch"))){
(vErrors ??= []).push({instancePath:instancePath+"/convention",keyword:"enum",params:{allowedValues: ["keras","torch"]}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate252.errors = vErrors;
return errors === 0;
}


function validate254(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.rho !== undefined && func0.call(data, "rho")){
let data0 = data.rho;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/rho",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/rho",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/rho",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.epsilon !== undefined && func0.call(data, "epsilon")){
let data1 = data.epsilon;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.weight_decay !== undefined && func0.call(data, "weight_decay")){
let data2 = data.weight_decay;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate254.errors = vErrors;
return errors === 0;
}


function validate256(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.rho !== undefined && func0.call(data, "rho")){
let data0 = data.rho;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/rho",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/rho",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/rho",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.momentum !== undefined && func0.call(data, "momentum")){
let data1 = data.momentum;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/momentum",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/momentum",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/momentum",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.centered !== undefined && func0.call(data, "centered")){
let data2 = data.centered;
if(typeof data2 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/centered",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.epsilon !== undefined && func0.call(data, "epsilon")){
let data3 = data.epsilon;
if((!((typeof data3 == "number") && (isFinite(data3)))) && (typeof data3 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.weight_decay !== undefined && func0.call(data, "weight_decay")){
let data4 = data.weight_decay;
if((!((typeof data4 == "number") && (isFinite(data4)))) && (typeof data4 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data4 === "string"){
if(data4.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data4.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.convention !== undefined && func0.call(data, "convention")){
let data5 = data.convention;
if(typeof data5 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/convention",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data5 === "keras") || (data5 === "torch")) || (data5 === "tf1"))){
(vErrors ??= []).push({instancePath:instancePath+"/convention",keyword:"enum",params:{allowedValues: ["keras","torch","tf1"]}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate256.errors = vErrors;
return errors === 0;
}


function validate258(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.beta1 !== undefined && func0.call(data, "beta1")){
let data0 = data.beta1;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/beta1",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/beta1",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/beta1",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.beta2 !== undefined && func0.call(data, "beta2")){
let data1 = data.beta2;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/beta2",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/beta2",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/beta2",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.epsilon !== undefined && func0.call(data, "epsilon")){
let data2 = data.epsilon;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.weight_decay !== undefined && func0.call(data, "weight_decay")){
let data3 = data.weight_decay;
if((!((typeof data3 == "number") && (isFinite(data3)))) && (typeof data3 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.convention !== undefined && func0.call(data, "convention")){
let data4 = data.convention;
if(typeof data4 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/convention",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data4 === "keras") || (data4 === "torch"))){
(vErrors ??= []).push({instancePath:instancePath+"/convention",keyword:"enum",params:{allowedValues: ["keras","torch"]}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate258.errors = vErrors;
return errors === 0;
}


function validate260(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.beta1 !== undefined && func0.call(data, "beta1")){
let data0 = data.beta1;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/beta1",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/beta1",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/beta1",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.beta2 !== undefined && func0.call(data, "beta2")){
let data1 = data.beta2;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/beta2",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/beta2",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/beta2",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.epsilon !== undefined && func0.call(data, "epsilon")){
let data2 = data.epsilon;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.weight_decay !== undefined && func0.call(data, "weight_decay")){
let data3 = data.weight_decay;
if((!((typeof data3 == "number") && (isFinite(data3)))) && (typeof data3 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.convention !== undefined && func0.call(data, "convention")){
let data4 = data.convention;
if(typeof data4 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/convention",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data4 === "keras") || (data4 === "torch"))){
(vErrors ??= []).push({instancePath:instancePath+"/convention",keyword:"enum",params:{allowedValues: ["keras","torch"]}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate260.errors = vErrors;
return errors === 0;
}


function validate262(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.beta1 !== undefined && func0.call(data, "beta1")){
let data0 = data.beta1;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/beta1",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/beta1",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/beta1",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.beta2 !== undefined && func0.call(data, "beta2")){
let data1 = data.beta2;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/beta2",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/beta2",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/beta2",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.epsilon !== undefined && func0.call(data, "epsilon")){
let data2 = data.epsilon;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/epsilon",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.weight_decay !== undefined && func0.call(data, "weight_decay")){
let data3 = data.weight_decay;
if((!((typeof data3 == "number") && (isFinite(data3)))) && (typeof data3 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/weight_decay",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.convention !== undefined && func0.call(data, "convention")){
let data4 = data.convention;
if(typeof data4 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/convention",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data4 === "keras") || (data4 === "torch"))){
(vErrors ??= []).push({instancePath:instancePath+"/convention",keyword:"enum",params:{allowedValues: ["keras","torch"]}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate262.errors = vErrors;
return errors === 0;
}


function validate249(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((typeof data !== "string") && (!(data && typeof data == "object" && !Array.isArray(data)))){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 64){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 1}}); errors++;
}
if(Object.keys(data).length < 1){
(vErrors ??= []).push({instancePath,keyword:"minProperties",params:{limit: 1}}); errors++;
}
if(data.sgd !== undefined && func0.call(data, "sgd")){
let data0 = data.sgd;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.weight_decay !== undefined && func0.call(data0, "weight_decay")){
let data1 = data0.weight_decay;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/sgd/weight_decay",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/sgd/weight_decay",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/sgd/weight_decay",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/sgd",keyword:"type",params:{type: "object"}}); errors++;
}
}
if(data.momentum !== undefined && func0.call(data, "momentum")){
if(!(validate250(data.momentum, {instancePath:instancePath+"/momentum"}))){
vErrors = vErrors === null ? validate250.errors : vErrors.concat(validate250.errors);
errors = vErrors.length;
}
}
if(data.adagrad !== undefined && func0.call(data, "adagrad")){
if(!(validate252(data.adagrad, {instancePath:instancePath+"/adagrad"}))){
vErrors = vErrors === null ? validate252.errors : vErrors.concat(validate252.errors);
errors = vErrors.length;
}
}
if(data.adadelta !== undefined && func0.call(data, "adadelta")){
if(!(validate254(data.adadelta, {instancePath:instancePath+"/adadelta"}))){
vErrors = vErrors === null ? validate254.errors : vErrors.concat(validate254.errors);
errors = vErrors.length;
}
}
if(data.rmsprop !== undefined && func0.call(data, "rmsprop")){
if(!(validate256(data.rmsprop, {instancePath:instancePath+"/rmsprop"}))){
vErrors = vErrors === null ? validate256.errors : vErrors.concat(validate256.errors);
errors = vErrors.length;
}
}
if(data.adam !== undefined && func0.call(data, "adam")){
if(!(validate258(data.adam, {instancePath:instancePath+"/adam"}))){
vErrors = vErrors === null ? validate258.errors : vErrors.concat(validate258.errors);
errors = vErrors.length;
}
}
if(data.adamw !== undefined && func0.call(data, "adamw")){
if(!(validate260(data.adamw, {instancePath:instancePath+"/adamw"}))){
vErrors = vErrors === null ? validate260.errors : vErrors.concat(validate260.errors);
errors = vErrors.length;
}
}
if(data.nadam !== undefined && func0.call(data, "nadam")){
if(!(validate262(data.nadam, {instancePath:instancePath+"/nadam"}))){
vErrors = vErrors === null ? validate262.errors : vErrors.concat(validate262.errors);
errors = vErrors.length;
}
}
}
validate249.errors = vErrors;
return errors === 0;
}


function validate266(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.every === undefined) || (!(func0.call(data, "every")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "every"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "start") || (key0 === "factor")) || (key0 === "every")) || (key0 === "unit"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known47}); errors++;
}
}
if(data.start !== undefined && func0.call(data, "start")){
let data0 = data.start;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.factor !== undefined && func0.call(data, "factor")){
let data1 = data.factor;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/factor",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/factor",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/factor",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.every !== undefined && func0.call(data, "every")){
let data2 = data.every;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/every",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/every",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/every",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.unit !== undefined && func0.call(data, "unit")){
let data3 = data.unit;
if(typeof data3 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/unit",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data3 === "step") || (data3 === "epoch"))){
(vErrors ??= []).push({instancePath:instancePath+"/unit",keyword:"enum",params:{allowedValues: ["step","epoch"]}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate266.errors = vErrors;
return errors === 0;
}


function validate268(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.factor === undefined) || (!(func0.call(data, "factor")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "factor"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "start") || (key0 === "factor")) || (key0 === "every")) || (key0 === "unit"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known47}); errors++;
}
}
if(data.start !== undefined && func0.call(data, "start")){
let data0 = data.start;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.factor !== undefined && func0.call(data, "factor")){
let data1 = data.factor;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/factor",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/factor",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/factor",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.every !== undefined && func0.call(data, "every")){
let data2 = data.every;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/every",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/every",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/every",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.unit !== undefined && func0.call(data, "unit")){
let data3 = data.unit;
if(typeof data3 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/unit",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data3 === "step") || (data3 === "epoch"))){
(vErrors ??= []).push({instancePath:instancePath+"/unit",keyword:"enum",params:{allowedValues: ["step","epoch"]}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate268.errors = vErrors;
return errors === 0;
}


function validate270(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.length === undefined) || (!(func0.call(data, "length")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "length"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "start") || (key0 === "floor")) || (key0 === "length")) || (key0 === "unit"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known48}); errors++;
}
}
if(data.start !== undefined && func0.call(data, "start")){
let data0 = data.start;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.floor !== undefined && func0.call(data, "floor")){
let data1 = data.floor;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/floor",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/floor",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/floor",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.length !== undefined && func0.call(data, "length")){
let data2 = data.length;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/length",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/length",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/length",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.unit !== undefined && func0.call(data, "unit")){
let data3 = data.unit;
if(typeof data3 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/unit",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data3 === "step") || (data3 === "epoch"))){
(vErrors ??= []).push({instancePath:instancePath+"/unit",keyword:"enum",params:{allowedValues: ["step","epoch"]}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate270.errors = vErrors;
return errors === 0;
}


function validate272(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.after === undefined) || (!(func0.call(data, "after")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "after"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "start") || (key0 === "after")) || (key0 === "factor"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known49}); errors++;
}
}
if(data.start !== undefined && func0.call(data, "start")){
let data0 = data.start;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.after !== undefined && func0.call(data, "after")){
let data1 = data.after;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/after",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/after",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/after",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.factor !== undefined && func0.call(data, "factor")){
let data2 = data.factor;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/factor",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/factor",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/factor",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate272.errors = vErrors;
return errors === 0;
}


function validate274(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((((((key0 === "start") || (key0 === "factor")) || (key0 === "patience")) || (key0 === "min_delta")) || (key0 === "cooldown")) || (key0 === "floor"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known50}); errors++;
}
}
if(data.start !== undefined && func0.call(data, "start")){
let data0 = data.start;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/start",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.factor !== undefined && func0.call(data, "factor")){
let data1 = data.factor;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/factor",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/factor",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/factor",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.patience !== undefined && func0.call(data, "patience")){
let data2 = data.patience;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/patience",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/patience",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/patience",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.min_delta !== undefined && func0.call(data, "min_delta")){
let data3 = data.min_delta;
if((!((typeof data3 == "number") && (isFinite(data3)))) && (typeof data3 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/min_delta",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/min_delta",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/min_delta",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.cooldown !== undefined && func0.call(data, "cooldown")){
let data4 = data.cooldown;
if((!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))) && (typeof data4 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/cooldown",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data4 === "string"){
if(data4.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/cooldown",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data4.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/cooldown",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.floor !== undefined && func0.call(data, "floor")){
let data5 = data.floor;
if((!((typeof data5 == "number") && (isFinite(data5)))) && (typeof data5 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/floor",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data5 === "string"){
if(data5.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/floor",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data5.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/floor",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate274.errors = vErrors;
return errors === 0;
}

const wrapper2 = {validate: validate265};

function validate276(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.length === undefined) || (!(func0.call(data, "length")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "length"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "length") || (key0 === "unit")) || (key0 === "then"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known51}); errors++;
}
}
if(data.length !== undefined && func0.call(data, "length")){
let data0 = data.length;
if((!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/length",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/length",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/length",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.unit !== undefined && func0.call(data, "unit")){
let data1 = data.unit;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/unit",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data1 === "step") || (data1 === "epoch"))){
(vErrors ??= []).push({instancePath:instancePath+"/unit",keyword:"enum",params:{allowedValues: ["step","epoch"]}}); errors++;
}
}
if(data.then !== undefined && func0.call(data, "then")){
if(!(wrapper2.validate(data.then, {instancePath:instancePath+"/then"}))){
vErrors = vErrors === null ? wrapper2.validate.errors : vErrors.concat(wrapper2.validate.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate276.errors = vErrors;
return errors === 0;
}


function validate265(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(((!((typeof data == "number") && (isFinite(data)))) && (typeof data !== "string")) && (!(data && typeof data == "object" && !Array.isArray(data)))){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["number","string","object"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 1000){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 1}}); errors++;
}
if(Object.keys(data).length < 1){
(vErrors ??= []).push({instancePath,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((key0 === "step_decay") || (key0 === "exponential")) || (key0 === "cosine")) || (key0 === "halve_after_epoch")) || (key0 === "reduce_on_plateau")) || (key0 === "warm_up"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known52}); errors++;
}
}
if(data.step_decay !== undefined && func0.call(data, "step_decay")){
if(!(validate266(data.step_decay, {instancePath:instancePath+"/step_decay"}))){
vErrors = vErrors === null ? validate266.errors : vErrors.concat(validate266.errors);
errors = vErrors.length;
}
}
if(data.exponential !== undefined && func0.call(data, "exponential")){
if(!(validate268(data.exponential, {instancePath:instancePath+"/exponential"}))){
vErrors = vErrors === null ? validate268.errors : vErrors.concat(validate268.errors);
errors = vErrors.length;
}
}
if(data.cosine !== undefined && func0.call(data, "cosine")){
if(!(validate270(data.cosine, {instancePath:instancePath+"/cosine"}))){
vErrors = vErrors === null ? validate270.errors : vErrors.concat(validate270.errors);
errors = vErrors.length;
}
}
if(data.halve_after_epoch !== undefined && func0.call(data, "halve_after_epoch")){
if(!(validate272(data.halve_after_epoch, {instancePath:instancePath+"/halve_after_epoch"}))){
vErrors = vErrors === null ? validate272.errors : vErrors.concat(validate272.errors);
errors = vErrors.length;
}
}
if(data.reduce_on_plateau !== undefined && func0.call(data, "reduce_on_plateau")){
if(!(validate274(data.reduce_on_plateau, {instancePath:instancePath+"/reduce_on_plateau"}))){
vErrors = vErrors === null ? validate274.errors : vErrors.concat(validate274.errors);
errors = vErrors.length;
}
}
if(data.warm_up !== undefined && func0.call(data, "warm_up")){
if(!(validate276(data.warm_up, {instancePath:instancePath+"/warm_up"}))){
vErrors = vErrors === null ? validate276.errors : vErrors.concat(validate276.errors);
errors = vErrors.length;
}
}
}
validate265.errors = vErrors;
return errors === 0;
}


function validate279(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((typeof data !== "string") && (!(data && typeof data == "object" && !Array.isArray(data)))){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 64){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
(vErrors ??= []).push({instancePath,keyword:"maxProperties",params:{limit: 1}}); errors++;
}
if(Object.keys(data).length < 1){
(vErrors ??= []).push({instancePath,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "global_norm") || (key0 === "norm")) || (key0 === "value"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known53}); errors++;
}
}
if(data.global_norm !== undefined && func0.call(data, "global_norm")){
let data0 = data.global_norm;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/global_norm",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/global_norm",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/global_norm",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.norm !== undefined && func0.call(data, "norm")){
let data1 = data.norm;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/norm",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/norm",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/norm",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.value !== undefined && func0.call(data, "value")){
let data2 = data.value;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/value",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/value",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/value",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
validate279.errors = vErrors;
return errors === 0;
}


function validate281(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((((((key0 === "decay") || (key0 === "from")) || (key0 === "to")) || (key0 === "over")) || (key0 === "unit")) || (key0 === "passes"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known54}); errors++;
}
}
if(data.decay !== undefined && func0.call(data, "decay")){
let data0 = data.decay;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/decay",keyword:"type",params:{type: "string"}}); errors++;
}
if(!(((data0 === "linear") || (data0 === "exponential")) || (data0 === "inverse_sigmoid"))){
(vErrors ??= []).push({instancePath:instancePath+"/decay",keyword:"enum",params:{allowedValues: ["linear","exponential","inverse_sigmoid"]}}); errors++;
}
}
if(data.from !== undefined && func0.call(data, "from")){
let data1 = data.from;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/from",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/from",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/from",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.to !== undefined && func0.call(data, "to")){
let data2 = data.to;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/to",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/to",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/to",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.over !== undefined && func0.call(data, "over")){
let data3 = data.over;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (typeof data3 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/over",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/over",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data3.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/over",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.unit !== undefined && func0.call(data, "unit")){
let data4 = data.unit;
if(typeof data4 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/unit",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data4 === "step") || (data4 === "epoch"))){
(vErrors ??= []).push({instancePath:instancePath+"/unit",keyword:"enum",params:{allowedValues: ["step","epoch"]}}); errors++;
}
}
if(data.passes !== undefined && func0.call(data, "passes")){
let data5 = data.passes;
if((!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))) && (typeof data5 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/passes",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data5 === "string"){
if(data5.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/passes",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data5.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/passes",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate281.errors = vErrors;
return errors === 0;
}


function validate283(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((typeof data !== "string") && (!(data && typeof data == "object" && !Array.isArray(data)))){
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data === "string"){
if(data.length > 64){
(vErrors ??= []).push({instancePath,keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data.length < 1){
(vErrors ??= []).push({instancePath,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!(((key0 === "patience") || (key0 === "min_delta")) || (key0 === "monitor"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known55}); errors++;
}
}
if(data.patience !== undefined && func0.call(data, "patience")){
let data0 = data.patience;
if((!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))) && (typeof data0 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/patience",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/patience",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/patience",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.min_delta !== undefined && func0.call(data, "min_delta")){
let data1 = data.min_delta;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/min_delta",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/min_delta",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/min_delta",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.monitor !== undefined && func0.call(data, "monitor")){
let data2 = data.monitor;
if(typeof data2 === "string"){
if(data2.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/monitor",keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/monitor",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/monitor",keyword:"type",params:{type: "string"}}); errors++;
}
}
}
validate283.errors = vErrors;
return errors === 0;
}


function validate285(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
if(data.length > 100){
(vErrors ??= []).push({instancePath,keyword:"maxItems",params:{limit: 100}}); errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if((typeof data0 !== "string") && (!(data0 && typeof data0 == "object" && !Array.isArray(data0)))){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"type",params:{type: ["string","object"]}}); errors++;
}
if(typeof data0 === "string"){
if(data0.length > 64){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(Object.keys(data0).length > 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"maxProperties",params:{limit: 1}}); errors++;
}
if(Object.keys(data0).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key0 of Object.keys(data0)){
if(!(key0 === "top_k")){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0,keyword:"additionalProperties",params:{additionalProperty: key0},known:known56}); errors++;
}
}
if(data0.top_k !== undefined && func0.call(data0, "top_k")){
let data1 = data0.top_k;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/top_k",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/top_k",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data1.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/" + i0+"/top_k",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "array"}}); errors++;
}
validate285.errors = vErrors;
return errors === 0;
}


function validate245(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((func0.call(known57, key0)) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known57}); errors++;
}
}
if(data.losses !== undefined && func0.call(data, "losses")){
if(!(validate246(data.losses, {instancePath:instancePath+"/losses"}))){
vErrors = vErrors === null ? validate246.errors : vErrors.concat(validate246.errors);
errors = vErrors.length;
}
}
if(data.optimizer !== undefined && func0.call(data, "optimizer")){
if(!(validate249(data.optimizer, {instancePath:instancePath+"/optimizer"}))){
vErrors = vErrors === null ? validate249.errors : vErrors.concat(validate249.errors);
errors = vErrors.length;
}
}
if(data.rate !== undefined && func0.call(data, "rate")){
if(!(validate265(data.rate, {instancePath:instancePath+"/rate"}))){
vErrors = vErrors === null ? validate265.errors : vErrors.concat(validate265.errors);
errors = vErrors.length;
}
}
if(data.clip !== undefined && func0.call(data, "clip")){
if(!(validate279(data.clip, {instancePath:instancePath+"/clip"}))){
vErrors = vErrors === null ? validate279.errors : vErrors.concat(validate279.errors);
errors = vErrors.length;
}
}
if(data.epochs !== undefined && func0.call(data, "epochs")){
let data4 = data.epochs;
if((!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))) && (typeof data4 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/epochs",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data4 === "string"){
if(data4.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/epochs",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data4.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/epochs",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.batch !== undefined && func0.call(data, "batch")){
let data5 = data.batch;
if((!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))) && (typeof data5 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/batch",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data5 === "string"){
if(data5.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/batch",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data5.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/batch",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.frozen !== undefined && func0.call(data, "frozen")){
let data6 = data.frozen;
if(Array.isArray(data6)){
if(data6.length > 10000){
(vErrors ??= []).push({instancePath:instancePath+"/frozen",keyword:"maxItems",params:{limit: 10000}}); errors++;
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if(typeof data7 === "string"){
if(data7.length > 200){
(vErrors ??= []).push({instancePath:instancePath+"/frozen/" + i0,keyword:"maxLength",params:{limit: 200}}); errors++;
}
if(data7.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/frozen/" + i0,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/frozen/" + i0,keyword:"type",params:{type: "string"}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/frozen",keyword:"type",params:{type: "array"}}); errors++;
}
}
if(data.weight_penalty !== undefined && func0.call(data, "weight_penalty")){
let data8 = data.weight_penalty;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
for(const key1 of Object.keys(data8)){
if(!((key1 === "l1") || (key1 === "l2"))){
(vErrors ??= []).push({instancePath:instancePath+"/weight_penalty",keyword:"additionalProperties",params:{additionalProperty: key1},known:known58}); errors++;
}
}
if(data8.l1 !== undefined && func0.call(data8, "l1")){
let data9 = data8.l1;
if((!((typeof data9 == "number") && (isFinite(data9)))) && (typeof data9 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/weight_penalty/l1",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data9 === "string"){
if(data9.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/weight_penalty/l1",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data9.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/weight_penalty/l1",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data8.l2 !== undefined && func0.call(data8, "l2")){
let data10 = data8.l2;
if((!((typeof data10 == "number") && (isFinite(data10)))) && (typeof data10 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/weight_penalty/l2",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data10 === "string"){
if(data10.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/weight_penalty/l2",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data10.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/weight_penalty/l2",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/weight_penalty",keyword:"type",params:{type: "object"}}); errors++;
}
}
if(data.average !== undefined && func0.call(data, "average")){
let data11 = data.average;
if((!((typeof data11 == "number") && (isFinite(data11)))) && (typeof data11 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/average",keyword:"type",params:{type: ["number","string"]}}); errors++;
}
if(typeof data11 === "string"){
if(data11.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/average",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data11.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/average",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
}
if(data.carry !== undefined && func0.call(data, "carry")){
let data12 = data.carry;
if(typeof data12 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/carry",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.remat !== undefined && func0.call(data, "remat")){
let data13 = data.remat;
if(typeof data13 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/remat",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
if(data.keep !== undefined && func0.call(data, "keep")){
let data14 = data.keep;
if(typeof data14 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/keep",keyword:"type",params:{type: "string"}}); errors++;
}
if(!((data14 === "best") || (data14 === "last"))){
(vErrors ??= []).push({instancePath:instancePath+"/keep",keyword:"enum",params:{allowedValues: ["best","last"]}}); errors++;
}
}
if(data.scheduled_sampling !== undefined && func0.call(data, "scheduled_sampling")){
if(!(validate281(data.scheduled_sampling, {instancePath:instancePath+"/scheduled_sampling"}))){
vErrors = vErrors === null ? validate281.errors : vErrors.concat(validate281.errors);
errors = vErrors.length;
}
}
if(data.early_stopping !== undefined && func0.call(data, "early_stopping")){
if(!(validate283(data.early_stopping, {instancePath:instancePath+"/early_stopping"}))){
vErrors = vErrors === null ? validate283.errors : vErrors.concat(validate283.errors);
errors = vErrors.length;
}
}
if(data.metrics !== undefined && func0.call(data, "metrics")){
if(!(validate285(data.metrics, {instancePath:instancePath+"/metrics"}))){
vErrors = vErrors === null ? validate285.errors : vErrors.concat(validate285.errors);
errors = vErrors.length;
}
}
if(data.weighted_metrics !== undefined && func0.call(data, "weighted_metrics")){
let data18 = data.weighted_metrics;
if(typeof data18 !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/weighted_metrics",keyword:"type",params:{type: "boolean"}}); errors++;
}
}
for(const key2 of Object.keys(data)){
if(pattern0.test(key2)){
if(!(validate23(data[key2], {instancePath:instancePath+"/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate245.errors = vErrors;
return errors === 0;
}


function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="model.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.inputs === undefined) || (!(func0.call(data, "inputs")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "inputs"}}); errors++;
}
if((data.layers === undefined) || (!(func0.call(data, "layers")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "layers"}}); errors++;
}
if((data.outputs === undefined) || (!(func0.call(data, "outputs")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "outputs"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((func0.call(known59, key0)) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known59}); errors++;
}
}
if(data.name !== undefined && func0.call(data, "name")){
let data0 = data.name;
if(typeof data0 === "string"){
if(data0.length > 64){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"maxLength",params:{limit: 64}}); errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data.description !== undefined && func0.call(data, "description")){
let data1 = data.description;
if(typeof data1 === "string"){
if(data1.length > 10000){
(vErrors ??= []).push({instancePath:instancePath+"/description",keyword:"maxLength",params:{limit: 10000}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/description",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data.seed !== undefined && func0.call(data, "seed")){
let data2 = data.seed;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/seed",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/seed",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
}
}
if(data.unroll !== undefined && func0.call(data, "unroll")){
let data3 = data.unroll;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (typeof data3 !== "string")){
(vErrors ??= []).push({instancePath:instancePath+"/unroll",keyword:"type",params:{type: ["integer","string"]}}); errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/unroll",keyword:"maxLength",params:{limit: 1000}}); errors++;
}
}
}
if(data.parameters !== undefined && func0.call(data, "parameters")){
let data4 = data.parameters;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(Object.keys(data4).length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/parameters",keyword:"maxProperties",params:{limit: 1000}}); errors++;
}
for(const key1 of Object.keys(data4)){
let data5 = data4[key1];
if(!((typeof data5 == "number") && (isFinite(data5)))){
(vErrors ??= []).push({instancePath:instancePath+"/parameters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: "number"}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/parameters",keyword:"type",params:{type: "object"}}); errors++;
}
}
if(data.imports !== undefined && func0.call(data, "imports")){
let data6 = data.imports;
if(Array.isArray(data6)){
if(data6.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/imports",keyword:"maxItems",params:{limit: 100}}); errors++;
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if(typeof data7 === "string"){
if(data7.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/imports/" + i0,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data7.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/imports/" + i0,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/imports/" + i0,keyword:"type",params:{type: "string"}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/imports",keyword:"type",params:{type: "array"}}); errors++;
}
}
if(data.inputs !== undefined && func0.call(data, "inputs")){
let data8 = data.inputs;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(Object.keys(data8).length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"maxProperties",params:{limit: 1000}}); errors++;
}
if(Object.keys(data8).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key2 of Object.keys(data8)){
if(!(validate22(data8[key2], {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/inputs",keyword:"type",params:{type: "object"}}); errors++;
}
}
if(data.cells !== undefined && func0.call(data, "cells")){
let data10 = data.cells;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if(Object.keys(data10).length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/cells",keyword:"maxProperties",params:{limit: 1000}}); errors++;
}
for(const key3 of Object.keys(data10)){
if(!(validate26(data10[key3], {instancePath:instancePath+"/cells/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/cells",keyword:"type",params:{type: "object"}}); errors++;
}
}
if(data.layers !== undefined && func0.call(data, "layers")){
let data12 = data.layers;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
if(Object.keys(data12).length > 10000){
(vErrors ??= []).push({instancePath:instancePath+"/layers",keyword:"maxProperties",params:{limit: 10000}}); errors++;
}
if(Object.keys(data12).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/layers",keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key4 of Object.keys(data12)){
if(!(validate83(data12[key4], {instancePath:instancePath+"/layers/" + key4.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate83.errors : vErrors.concat(validate83.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/layers",keyword:"type",params:{type: "object"}}); errors++;
}
}
if(data.data !== undefined && func0.call(data, "data")){
if(!(validate206(data.data, {instancePath:instancePath+"/data"}))){
vErrors = vErrors === null ? validate206.errors : vErrors.concat(validate206.errors);
errors = vErrors.length;
}
}
if(data.training !== undefined && func0.call(data, "training")){
if(!(validate245(data.training, {instancePath:instancePath+"/training"}))){
vErrors = vErrors === null ? validate245.errors : vErrors.concat(validate245.errors);
errors = vErrors.length;
}
}
if(data.outputs !== undefined && func0.call(data, "outputs")){
let data16 = data.outputs;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
if(Object.keys(data16).length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/outputs",keyword:"maxProperties",params:{limit: 1000}}); errors++;
}
if(Object.keys(data16).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/outputs",keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key5 of Object.keys(data16)){
if(!(validate85(data16[key5], {instancePath:instancePath+"/outputs/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/outputs",keyword:"type",params:{type: "object"}}); errors++;
}
}
for(const key6 of Object.keys(data)){
if(pattern0.test(key6)){
if(!(validate23(data[key6], {instancePath:instancePath+"/" + key6.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate21.errors = vErrors;
return errors === 0;
}

export const validateCellFile = validate291;

function validate291(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.cells === undefined) || (!(func0.call(data, "cells")))){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "cells"}}); errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "description") || (key0 === "imports")) || (key0 === "cells")) || (pattern0.test(key0)))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},known:known60}); errors++;
}
}
if(data.description !== undefined && func0.call(data, "description")){
let data0 = data.description;
if(typeof data0 === "string"){
if(data0.length > 10000){
(vErrors ??= []).push({instancePath:instancePath+"/description",keyword:"maxLength",params:{limit: 10000}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/description",keyword:"type",params:{type: "string"}}); errors++;
}
}
if(data.imports !== undefined && func0.call(data, "imports")){
let data1 = data.imports;
if(Array.isArray(data1)){
if(data1.length > 100){
(vErrors ??= []).push({instancePath:instancePath+"/imports",keyword:"maxItems",params:{limit: 100}}); errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(data2.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/imports/" + i0,keyword:"maxLength",params:{limit: 1000}}); errors++;
}
if(data2.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/imports/" + i0,keyword:"minLength",params:{limit: 1}}); errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/imports/" + i0,keyword:"type",params:{type: "string"}}); errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/imports",keyword:"type",params:{type: "array"}}); errors++;
}
}
if(data.cells !== undefined && func0.call(data, "cells")){
let data3 = data.cells;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(Object.keys(data3).length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/cells",keyword:"maxProperties",params:{limit: 1000}}); errors++;
}
if(Object.keys(data3).length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/cells",keyword:"minProperties",params:{limit: 1}}); errors++;
}
for(const key1 of Object.keys(data3)){
if(!(validate26(data3[key1], {instancePath:instancePath+"/cells/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/cells",keyword:"type",params:{type: "object"}}); errors++;
}
}
for(const key2 of Object.keys(data)){
if(pattern0.test(key2)){
if(!(validate23(data[key2], {instancePath:instancePath+"/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}}); errors++;
}
validate291.errors = vErrors;
return errors === 0;
}

