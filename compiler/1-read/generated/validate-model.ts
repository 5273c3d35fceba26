// @ts-nocheck
// Made by schema/generate.mjs: change schema/ or models/cells/ and run `npm run generate`.
"use strict";
export const validateModel = validate21;
const schema6 = {"$id":"model.schema.json","title":"rnnc model","type":"object","required":["inputs","layers","outputs"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"name":{"title":"model name","type":"string","minLength":1,"maxLength":64},"description":{"title":"model description","type":"string","maxLength":10000},"seed":{"title":"seed","type":["integer","string"],"maxLength":1000},"unroll":{"title":"unroll","type":["integer","string"],"maxLength":1000},"parameters":{"title":"parameters","type":"object","maxProperties":1000,"additionalProperties":{"title":"parameter","type":"number"}},"imports":{"title":"imports","type":"array","maxItems":100,"items":{"title":"path of a cell file","type":"string","minLength":1,"maxLength":1000}},"inputs":{"title":"inputs","type":"object","minProperties":1,"maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/input"}},"cells":{"title":"cells","type":"object","maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/cell"}},"layers":{"title":"layers","type":"object","minProperties":1,"maxProperties":10000,"additionalProperties":{"$ref":"#/definitions/layer"}},"data":{"title":"data","type":"object","required":["source"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"source":{"title":"source","type":["string","array","object"],"minLength":1,"maxLength":1000,"minItems":1,"maxItems":10000,"minProperties":1,"maxProperties":1000,"items":{"title":"path in a list","type":"string","minLength":1,"maxLength":1000},"properties":{"train":{"$ref":"#/definitions/dataFiles","title":"training files"},"validation":{"$ref":"#/definitions/dataFiles","title":"validation files"},"test":{"$ref":"#/definitions/dataFiles","title":"test files"},"task":{"$ref":"#/definitions/dataTask"}},"additionalProperties":{"title":"file of a column","type":"string","minLength":1,"maxLength":1000}},"format":{"title":"format","type":"string","enum":["csv","json","ndjson","npy","text"]},"delimiter":{"title":"delimiter","type":"string","minLength":1,"maxLength":1},"decimal":{"title":"decimal sign","type":"string","enum":[".",","]},"header":{"title":"header","type":"boolean"},"columns":{"title":"columns","type":"object","maxProperties":10000,"additionalProperties":{"title":"column","type":"object","additionalProperties":false,"properties":{"type":{"title":"type","type":"string","enum":["number","category","time","text","ignore"]},"normalize":{"title":"normalisation","type":"string","enum":["standard","minmax","none"]},"values":{"title":"values of a category","type":"array","minItems":1,"maxItems":100000,"items":{"title":"value","type":["string","number"],"maxLength":10000}}}}},"group":{"title":"group","type":"string","minLength":1,"maxLength":200},"windows":{"$ref":"#/definitions/dataWindows"},"feeds":{"title":"feeds","type":"object","minProperties":1,"maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/dataFeed"}},"split":{"$ref":"#/definitions/dataSplit"},"vocabulary":{"$ref":"#/definitions/dataVocabulary"},"shuffle":{"title":"shuffle","type":"boolean"},"buckets":{"title":"buckets","type":["integer","string"],"minLength":1,"maxLength":1000},"bad_rows":{"title":"bad rows","type":"string","enum":["stop","skip"]}}},"training":{"title":"training","type":"object","additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"losses":{"title":"losses","type":"array","minItems":1,"maxItems":1000,"items":{"title":"loss","type":"object","required":["type","output"],"additionalProperties":false,"properties":{"type":{"title":"type of loss","type":"string","enum":["cross_entropy","soft_cross_entropy","sigmoid_cross_entropy","mse","mae","huber","quantile","gaussian_nll","ctc","l1","l2"]},"output":{"$ref":"#/definitions/reference","title":"measured output"},"target":{"title":"target","type":"string","minLength":1,"maxLength":200},"weight":{"title":"weight","type":["number","string"],"minLength":1,"maxLength":1000},"reduce":{"title":"reduction","type":"string","enum":["mean","sum","batch"]},"sample_weights":{"title":"sample weights","type":"string","minLength":1,"maxLength":200},"delta":{"title":"delta","type":["number","string"],"minLength":1,"maxLength":1000},"quantiles":{"title":"quantiles","type":"array","minItems":1,"maxItems":1000,"items":{"title":"quantile","type":["number","string"],"minLength":1,"maxLength":1000}},"blank":{"title":"blank","type":["integer","string"],"minLength":1,"maxLength":1000}}}},"optimizer":{"$ref":"#/definitions/trainingOptimizer"},"rate":{"$ref":"#/definitions/trainingRate","title":"learning rate"},"clip":{"title":"clipping","type":["string","object"],"minLength":1,"maxLength":64,"minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"global_norm":{"title":"global norm","type":["number","string"],"minLength":1,"maxLength":1000},"norm":{"title":"norm","type":["number","string"],"minLength":1,"maxLength":1000},"value":{"title":"value","type":["number","string"],"minLength":1,"maxLength":1000}}},"epochs":{"title":"epochs","type":["integer","string"],"minLength":1,"maxLength":1000},"batch":{"title":"batch","type":["integer","string"],"minLength":1,"maxLength":1000},"frozen":{"title":"frozen weights","type":"array","maxItems":10000,"items":{"title":"frozen weight","type":"string","minLength":1,"maxLength":200}},"weight_penalty":{"title":"weight penalty","type":"object","additionalProperties":false,"properties":{"l1":{"title":"l1","type":["number","string"],"minLength":1,"maxLength":1000},"l2":{"title":"l2","type":["number","string"],"minLength":1,"maxLength":1000}}},"average":{"title":"moving average","type":["number","string"],"minLength":1,"maxLength":1000},"carry":{"title":"carry","type":"boolean"},"remat":{"title":"remat","type":"boolean"},"early_stopping":{"title":"early stopping","type":["string","object"],"minLength":1,"maxLength":64,"additionalProperties":false,"properties":{"patience":{"title":"patience","type":["integer","string"],"minLength":1,"maxLength":1000},"min_delta":{"title":"smallest improvement","type":["number","string"],"minLength":1,"maxLength":1000},"monitor":{"title":"monitor","type":"string","minLength":1,"maxLength":200}}},"metrics":{"title":"metrics","type":"array","maxItems":100,"items":{"title":"metric","type":["string","object"],"minLength":1,"maxLength":64,"minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"top_k":{"title":"k","type":["integer","string"],"minLength":1,"maxLength":1000}}}}}},"outputs":{"title":"outputs","type":"object","minProperties":1,"maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/reference"}}},"definitions":{"ignored":{"title":"ignored key"},"name":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_]*$","maxLength":64},"reference":{"title":"reference","type":"string","minLength":1,"maxLength":1000},"size":{"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000},"probability":{"title":"probability","type":["number","string"],"minLength":1,"maxLength":1000},"functionName":{"title":"function","type":"string","minLength":1,"maxLength":1000},"equations":{"title":"equations","type":"string","minLength":1,"maxLength":100000},"expression":{"title":"expression","type":"string","minLength":1,"maxLength":10000},"condition":{"title":"condition","type":["string","boolean"],"minLength":1,"maxLength":1000},"shape":{"title":"shape","type":"array","maxItems":4,"items":{"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000}},"initializer":{"title":"initialiser","type":["string","object","array"],"minLength":1,"maxLength":64,"minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"constant":{"$ref":"#/definitions/constant"},"uniform":{"$ref":"#/definitions/uniform"},"normal":{"$ref":"#/definitions/normal"},"truncated_normal":{"$ref":"#/definitions/normal"},"orthogonal":{"$ref":"#/definitions/gain"},"identity":{"$ref":"#/definitions/gain"}},"items":{"$ref":"#/definitions/initializerItem"}},"initializerItem":{"title":"part of an initialiser","type":["number","string","object","array"],"minLength":1,"maxLength":64,"minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"constant":{"$ref":"#/definitions/constant"},"uniform":{"$ref":"#/definitions/uniform"},"normal":{"$ref":"#/definitions/normal"},"truncated_normal":{"$ref":"#/definitions/normal"},"orthogonal":{"$ref":"#/definitions/gain"},"identity":{"$ref":"#/definitions/gain"}},"items":{"$ref":"#/definitions/initializerItem"}},"constant":{"title":"constant","type":["number","string"],"maxLength":1000},"uniform":{"title":"uniform","type":"object","additionalProperties":false,"properties":{"low":{"title":"low","type":["number","string"],"maxLength":1000},"high":{"title":"high","type":["number","string"],"maxLength":1000}}},"normal":{"title":"normal distribution","type":"object","additionalProperties":false,"properties":{"mean":{"title":"mean","type":["number","string"],"maxLength":1000},"stddev":{"title":"standard deviation","type":["number","string"],"maxLength":1000}}},"gain":{"title":"gain","type":"object","additionalProperties":false,"properties":{"gain":{"title":"gain","type":["number","string"],"maxLength":1000}}},"initializers":{"title":"initialisers","type":"object","maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/initializer"}},"weights":{"title":"weights","type":"object","maxProperties":1000,"additionalProperties":{"title":"weight","type":"object","required":["shape"],"additionalProperties":false,"properties":{"shape":{"$ref":"#/definitions/shape"},"init":{"$ref":"#/definitions/initializer"},"when":{"$ref":"#/definitions/condition"}}}},"input":{"title":"input","type":"object","required":["shape"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"shape":{"title":"shape of an input","type":"array","minItems":1,"maxItems":6,"items":{"title":"dimension","type":["integer","string"],"minLength":1,"maxLength":1000}},"dtype":{"title":"type of the numbers","type":"string","enum":["float32","int32"]}}},"cell":{"title":"cell","type":"object","required":["inputs","state","equations","output"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"description":{"title":"cell description","type":"string","maxLength":1000},"parameters":{"title":"parameters of the cell","type":"object","maxProperties":100,"additionalProperties":{"title":"parameter of the cell","type":["number","boolean","string"],"minLength":1,"maxLength":1000}},"inputs":{"title":"inputs of the cell","type":"object","minProperties":1,"maxProperties":100,"additionalProperties":{"$ref":"#/definitions/shape"}},"state":{"title":"state","type":"array","minItems":1,"maxItems":100,"items":{"title":"state","type":"object","minProperties":1,"maxProperties":1,"additionalProperties":{"title":"shape of a state","type":["array","object"],"maxItems":4,"items":{"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000},"required":["shape"],"additionalProperties":false,"properties":{"shape":{"$ref":"#/definitions/shape"},"when":{"$ref":"#/definitions/condition"},"dropout":{"title":"state dropout","type":"boolean"}}}}},"weights":{"$ref":"#/definitions/weights"},"equations":{"$ref":"#/definitions/equations"},"output":{"$ref":"#/definitions/expression","title":"output of the cell"},"padding":{"title":"padding","type":"string","enum":["zero","previous"]}}},"arguments":{"title":"arguments of the cell","type":"object","maxProperties":100,"additionalProperties":{"title":"argument","type":["number","boolean","string"],"minLength":1,"maxLength":1000}},"wrap":{"title":"wrap","type":"array","maxItems":16,"items":{"title":"wrapper","type":["string","object"],"maxLength":64,"minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"dropout":{"title":"dropout wrapper","type":"object","additionalProperties":false,"properties":{"rate":{"$ref":"#/definitions/probability","title":"rate"},"output_keep_prob":{"$ref":"#/definitions/probability","title":"output_keep_prob"},"input_keep_prob":{"$ref":"#/definitions/probability","title":"input_keep_prob"},"state_keep_prob":{"$ref":"#/definitions/probability","title":"state_keep_prob"},"variational":{"title":"variational","enum":[true,false,"sample"]}}},"zoneout":{"title":"zoneout wrapper","type":"object","required":["rate"],"additionalProperties":false,"properties":{"rate":{"title":"rate","type":["number","string","object"],"minLength":1,"maxLength":1000,"minProperties":1,"maxProperties":100,"additionalProperties":{"$ref":"#/definitions/probability"}}}}}}},"cellEntry":{"title":"cell of a stack","type":["string","object"],"minLength":1,"maxLength":200,"minProperties":1,"maxProperties":2,"properties":{"wrap":{"$ref":"#/definitions/wrap"}},"additionalProperties":{"$ref":"#/definitions/arguments"}},"layer":{"title":"layer","type":"object","discriminator":{"propertyName":"type"},"oneOf":[{"$ref":"#/definitions/recurrentLayer"},{"$ref":"#/definitions/embeddingLayer"},{"$ref":"#/definitions/denseLayer"},{"$ref":"#/definitions/dropoutLayer"},{"$ref":"#/definitions/activationLayer"},{"$ref":"#/definitions/joinLayer"},{"$ref":"#/definitions/equationsLayer"},{"$ref":"#/definitions/overTimeLayer"}]},"share":{"title":"share","type":"string","minLength":1,"maxLength":64},"recurrentLayer":{"title":"recurrent layer","type":"object","required":["type","cell"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"recurrent"},"input":{"$ref":"#/definitions/reference","title":"input"},"inputs":{"title":"inputs","type":"object","minProperties":1,"maxProperties":100,"additionalProperties":{"$ref":"#/definitions/reference"}},"cell":{"title":"cell","type":["string","object","array"],"minLength":1,"maxLength":200,"minProperties":1,"maxProperties":2,"properties":{"wrap":{"$ref":"#/definitions/wrap"}},"additionalProperties":{"$ref":"#/definitions/arguments"},"minItems":1,"maxItems":256,"items":{"$ref":"#/definitions/cellEntry"}},"depth":{"title":"depth","type":["integer","string"],"minLength":1,"maxLength":1000},"direction":{"title":"direction","type":"string","enum":["forward","backward","bidirectional"]},"merge":{"title":"merge","type":"string","enum":["concat","sum","mul","ave","none"]},"initial":{"title":"initial state","type":["string","object"],"minLength":1,"maxLength":1000,"minProperties":1,"maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/reference"}},"wrap":{"$ref":"#/definitions/wrap"},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"},"padding":{"title":"padding","type":"string","enum":["zero","previous"]}}},"embeddingLayer":{"title":"embedding layer","type":"object","required":["type","input","vocabulary","units"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"embedding"},"input":{"$ref":"#/definitions/reference","title":"input"},"vocabulary":{"$ref":"#/definitions/size","title":"vocabulary"},"units":{"$ref":"#/definitions/size","title":"units"},"dropout":{"title":"embedding dropout","type":"object","additionalProperties":false,"properties":{"rate":{"$ref":"#/definitions/probability","title":"rate"},"output_keep_prob":{"$ref":"#/definitions/probability","title":"output_keep_prob"}}},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"}}},"denseLayer":{"title":"dense layer","type":"object","required":["type","input","units"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"dense"},"input":{"$ref":"#/definitions/reference","title":"input"},"units":{"$ref":"#/definitions/size","title":"units"},"bias":{"title":"bias","type":"boolean"},"activation":{"$ref":"#/definitions/functionName","title":"activation"},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"}}},"dropoutLayer":{"title":"dropout layer","type":"object","required":["type","input"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"dropout"},"input":{"$ref":"#/definitions/reference","title":"input"},"rate":{"$ref":"#/definitions/probability","title":"rate"},"output_keep_prob":{"$ref":"#/definitions/probability","title":"output_keep_prob"},"variational":{"title":"variational","enum":[true,false,"sample"]}}},"activationLayer":{"title":"activation layer","type":"object","required":["type","input","function"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"activation"},"input":{"$ref":"#/definitions/reference","title":"input"},"function":{"$ref":"#/definitions/functionName","title":"function"}}},"joinLayer":{"title":"concat and add layers","type":"object","required":["type","inputs"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","enum":["concat","add"]},"inputs":{"title":"inputs","type":"array","minItems":2,"maxItems":1000,"items":{"$ref":"#/definitions/reference"}}}},"equationsLayer":{"title":"equations layer","type":"object","required":["type","inputs","equations","output"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"equations"},"inputs":{"title":"inputs","type":"object","minProperties":1,"maxProperties":100,"additionalProperties":{"$ref":"#/definitions/reference"}},"weights":{"$ref":"#/definitions/weights"},"equations":{"$ref":"#/definitions/equations"},"output":{"$ref":"#/definitions/expression","title":"output"},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"}}},"overTimeLayer":{"title":"last, mean and max layers","type":"object","required":["type","input"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","enum":["last","mean","max"]},"input":{"$ref":"#/definitions/reference","title":"input"}}},"dataFiles":{"title":"files","type":["string","array","object"],"minLength":1,"maxLength":1000,"minItems":1,"maxItems":10000,"minProperties":1,"maxProperties":1000,"items":{"title":"path in a list","type":"string","minLength":1,"maxLength":1000},"additionalProperties":{"title":"file of a column","type":"string","minLength":1,"maxLength":1000}},"dataTask":{"title":"task","type":"object","minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"adding":{"title":"adding problem","type":"object","additionalProperties":false,"properties":{"length":{"title":"length","type":["integer","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"reber":{"title":"embedded Reber grammar","type":"object","additionalProperties":false,"properties":{"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"copy":{"title":"copy memory","type":"object","additionalProperties":false,"properties":{"length":{"title":"length","type":["integer","string"],"minLength":1,"maxLength":1000},"delay":{"title":"delay","type":["integer","string"],"minLength":1,"maxLength":1000},"symbols":{"title":"symbols","type":["integer","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"mackey_glass":{"title":"Mackey-Glass series","type":"object","additionalProperties":false,"properties":{"tau":{"title":"tau","type":["integer","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"waves":{"title":"kinds of waves","type":"object","additionalProperties":false,"properties":{"shortest":{"title":"shortest","type":["integer","string"],"minLength":1,"maxLength":1000},"longest":{"title":"longest","type":["integer","string"],"minLength":1,"maxLength":1000},"noise":{"title":"noise","type":["number","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}}}},"dataWindows":{"title":"windows","type":"object","required":["width"],"additionalProperties":false,"properties":{"width":{"title":"width","type":["integer","string"],"minLength":1,"maxLength":1000},"horizon":{"title":"horizon","type":["integer","string"],"minLength":1,"maxLength":1000},"stride":{"title":"stride","type":["integer","string"],"minLength":1,"maxLength":1000}}},"dataFeed":{"title":"feed","type":"object","additionalProperties":false,"properties":{"columns":{"title":"columns of the feed","type":"array","minItems":1,"maxItems":10000,"items":{"title":"name of a column","type":"string","minLength":1,"maxLength":200}},"part":{"title":"part of the window","type":"string","enum":["window","horizon","next"]},"tokens":{"title":"tokens","type":"string","enum":["input","next"]}}},"dataSplit":{"title":"split","type":"object","additionalProperties":false,"properties":{"train":{"title":"training share","type":["number","string"],"minLength":1,"maxLength":1000},"validation":{"title":"validation share","type":["number","string"],"minLength":1,"maxLength":1000},"test":{"title":"test share","type":["number","string"],"minLength":1,"maxLength":1000},"by":{"title":"by","type":"string","enum":["order","random"]},"column":{"title":"column that splits","type":"string","minLength":1,"maxLength":200},"at":{"title":"borders","type":"array","minItems":1,"maxItems":2,"items":{"title":"border","type":["string","number"],"minLength":1,"maxLength":100}}}},"dataVocabulary":{"title":"vocabulary","type":"object","additionalProperties":false,"properties":{"of":{"title":"kind of token","type":"string","enum":["bytes","characters","words"]},"size":{"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000},"unknown":{"title":"unknown token","type":["string","boolean"],"minLength":1,"maxLength":100}}},"trainingOptimizer":{"title":"optimiser","type":["string","object"],"minLength":1,"maxLength":64,"minProperties":1,"maxProperties":1,"properties":{"sgd":{"title":"gradient descent","type":"object","properties":{"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000}}},"momentum":{"title":"momentum","type":"object","properties":{"momentum":{"title":"momentum","type":["number","string"],"minLength":1,"maxLength":1000},"nesterov":{"title":"Nesterov","type":"boolean"},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000},"convention":{"title":"convention","type":"string","enum":["keras","torch"]}}},"adagrad":{"title":"Adagrad","type":"object","properties":{"initial":{"title":"initial","type":["number","string"],"minLength":1,"maxLength":1000},"epsilon":{"title":"epsilon","type":["number","string"],"minLength":1,"maxLength":1000},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000},"convention":{"title":"convention","type":"string","enum":["keras","torch"]}}},"adadelta":{"title":"Adadelta","type":"object","properties":{"rho":{"title":"rho","type":["number","string"],"minLength":1,"maxLength":1000},"epsilon":{"title":"epsilon","type":["number","string"],"minLength":1,"maxLength":1000},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000}}},"rmsprop":{"title":"RMSprop","type":"object","properties":{"rho":{"title":"rho","type":["number","string"],"minLength":1,"maxLength":1000},"momentum":{"title":"momentum","type":["number","string"],"minLength":1,"maxLength":1000},"centered":{"title":"centered","type":"boolean"},"epsilon":{"title":"epsilon","type":["number","string"],"minLength":1,"maxLength":1000},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000},"convention":{"title":"convention","type":"string","enum":["keras","torch","tf1"]}}},"adam":{"title":"Adam","type":"object","properties":{"beta1":{"title":"beta1","type":["number","string"],"minLength":1,"maxLength":1000},"beta2":{"title":"beta2","type":["number","string"],"minLength":1,"maxLength":1000},"epsilon":{"title":"epsilon","type":["number","string"],"minLength":1,"maxLength":1000},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000},"convention":{"title":"convention","type":"string","enum":["keras","torch"]}}},"adamw":{"title":"AdamW","type":"object","properties":{"beta1":{"title":"beta1","type":["number","string"],"minLength":1,"maxLength":1000},"beta2":{"title":"beta2","type":["number","string"],"minLength":1,"maxLength":1000},"epsilon":{"title":"epsilon","type":["number","string"],"minLength":1,"maxLength":1000},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000},"convention":{"title":"convention","type":"string","enum":["keras","torch"]}}},"nadam":{"title":"Nadam","type":"object","properties":{"beta1":{"title":"beta1","type":["number","string"],"minLength":1,"maxLength":1000},"beta2":{"title":"beta2","type":["number","string"],"minLength":1,"maxLength":1000},"epsilon":{"title":"epsilon","type":["number","string"],"minLength":1,"maxLength":1000},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000},"convention":{"title":"convention","type":"string","enum":["keras","torch"]}}}}},"trainingRate":{"title":"rate or schedule","type":["number","string","object"],"minLength":1,"maxLength":1000,"minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"step_decay":{"title":"step decay","type":"object","required":["every"],"additionalProperties":false,"properties":{"start":{"title":"start","type":["number","string"],"minLength":1,"maxLength":1000},"factor":{"title":"factor","type":["number","string"],"minLength":1,"maxLength":1000},"every":{"title":"every","type":["integer","string"],"minLength":1,"maxLength":1000},"unit":{"title":"unit","type":"string","enum":["step","epoch"]}}},"exponential":{"title":"exponential decay","type":"object","required":["factor"],"additionalProperties":false,"properties":{"start":{"title":"start","type":["number","string"],"minLength":1,"maxLength":1000},"factor":{"title":"factor","type":["number","string"],"minLength":1,"maxLength":1000},"every":{"title":"every","type":["integer","string"],"minLength":1,"maxLength":1000},"unit":{"title":"unit","type":"string","enum":["step","epoch"]}}},"cosine":{"title":"cosine","type":"object","required":["length"],"additionalProperties":false,"properties":{"start":{"title":"start","type":["number","string"],"minLength":1,"maxLength":1000},"floor":{"title":"floor","type":["number","string"],"minLength":1,"maxLength":1000},"length":{"title":"length","type":["integer","string"],"minLength":1,"maxLength":1000},"unit":{"title":"unit","type":"string","enum":["step","epoch"]}}},"halve_after_epoch":{"title":"halve after epoch","type":"object","required":["after"],"additionalProperties":false,"properties":{"start":{"title":"start","type":["number","string"],"minLength":1,"maxLength":1000},"after":{"title":"after","type":["integer","string"],"minLength":1,"maxLength":1000},"factor":{"title":"factor","type":["number","string"],"minLength":1,"maxLength":1000}}},"reduce_on_plateau":{"title":"reduce on plateau","type":"object","additionalProperties":false,"properties":{"start":{"title":"start","type":["number","string"],"minLength":1,"maxLength":1000},"factor":{"title":"factor","type":["number","string"],"minLength":1,"maxLength":1000},"patience":{"title":"patience","type":["integer","string"],"minLength":1,"maxLength":1000},"min_delta":{"title":"smallest improvement","type":["number","string"],"minLength":1,"maxLength":1000},"cooldown":{"title":"cooldown","type":["integer","string"],"minLength":1,"maxLength":1000},"floor":{"title":"floor","type":["number","string"],"minLength":1,"maxLength":1000}}},"warm_up":{"title":"warm-up","type":"object","required":["length"],"additionalProperties":false,"properties":{"length":{"title":"length","type":["integer","string"],"minLength":1,"maxLength":1000},"unit":{"title":"unit","type":"string","enum":["step","epoch"]},"then":{"$ref":"#/definitions/trainingRate","title":"then"}}}}},"cellFile":{"title":"cell file","type":"object","required":["cells"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"description":{"title":"file description","type":"string","maxLength":10000},"imports":{"title":"imports","type":"array","maxItems":100,"items":{"title":"path of a cell file","type":"string","minLength":1,"maxLength":1000}},"cells":{"title":"cells","type":"object","minProperties":1,"maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/cell"}}}}}};
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

const schema26 = {"title":"wrap","type":"array","maxItems":16,"items":{"title":"wrapper","type":["string","object"],"maxLength":64,"minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"dropout":{"title":"dropout wrapper","type":"object","additionalProperties":false,"properties":{"rate":{"$ref":"#/definitions/probability","title":"rate"},"output_keep_prob":{"$ref":"#/definitions/probability","title":"output_keep_prob"},"input_keep_prob":{"$ref":"#/definitions/probability","title":"input_keep_prob"},"state_keep_prob":{"$ref":"#/definitions/probability","title":"state_keep_prob"},"variational":{"title":"variational","enum":[true,false,"sample"]}}},"zoneout":{"title":"zoneout wrapper","type":"object","required":["rate"],"additionalProperties":false,"properties":{"rate":{"title":"rate","type":["number","string","object"],"minLength":1,"maxLength":1000,"minProperties":1,"maxProperties":100,"additionalProperties":{"$ref":"#/definitions/probability"}}}}}}};
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
if(Object.keys(data0).length < 1){
const err4 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema26.items,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 of Object.keys(data0)){
if(!((key0 === "dropout") || (key0 === "zoneout"))){
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
if(!(((data6 === true) || (data6 === false)) || (data6 === "sample"))){
const err7 = {instancePath:instancePath+"/" + i0+"/dropout/variational",schemaPath:"#/items/properties/dropout/properties/variational/enum",keyword:"enum",params:{allowedValues: schema26.items.properties.dropout.properties.variational.enum},message:"must be equal to one of the allowed values",schema:schema26.items.properties.dropout.properties.variational.enum,parentSchema:schema26.items.properties.dropout.properties.variational,data:data6};
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
if(data0.zoneout !== undefined && func0.call(data0, "zoneout")){
let data7 = data0.zoneout;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if((data7.rate === undefined) || (!(func0.call(data7, "rate")))){
const err9 = {instancePath:instancePath+"/" + i0+"/zoneout",schemaPath:"#/items/properties/zoneout/required",keyword:"required",params:{missingProperty: "rate"},message:"must have required property '"+"rate"+"'",schema:schema26.items.properties.zoneout.required,parentSchema:schema26.items.properties.zoneout,data:data7};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key2 of Object.keys(data7)){
if(!(key2 === "rate")){
const err10 = {instancePath:instancePath+"/" + i0+"/zoneout",schemaPath:"#/items/properties/zoneout/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema26.items.properties.zoneout,data:data7};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data7.rate !== undefined && func0.call(data7, "rate")){
let data8 = data7.rate;
if(((!((typeof data8 == "number") && (isFinite(data8)))) && (typeof data8 !== "string")) && (!(data8 && typeof data8 == "object" && !Array.isArray(data8)))){
const err11 = {instancePath:instancePath+"/" + i0+"/zoneout/rate",schemaPath:"#/items/properties/zoneout/properties/rate/type",keyword:"type",params:{type: schema26.items.properties.zoneout.properties.rate.type},message:"must be number,string,object",schema:schema26.items.properties.zoneout.properties.rate.type,parentSchema:schema26.items.properties.zoneout.properties.rate,data:data8};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(typeof data8 === "string"){
if(data8.length > 1000){
const err12 = {instancePath:instancePath+"/" + i0+"/zoneout/rate",schemaPath:"#/items/properties/zoneout/properties/rate/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema26.items.properties.zoneout.properties.rate,data:data8};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data8.length < 1){
const err13 = {instancePath:instancePath+"/" + i0+"/zoneout/rate",schemaPath:"#/items/properties/zoneout/properties/rate/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema26.items.properties.zoneout.properties.rate,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(Object.keys(data8).length > 100){
const err14 = {instancePath:instancePath+"/" + i0+"/zoneout/rate",schemaPath:"#/items/properties/zoneout/properties/rate/maxProperties",keyword:"maxProperties",params:{limit: 100},message:"must NOT have more than 100 properties",schema:100,parentSchema:schema26.items.properties.zoneout.properties.rate,data:data8};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(Object.keys(data8).length < 1){
const err15 = {instancePath:instancePath+"/" + i0+"/zoneout/rate",schemaPath:"#/items/properties/zoneout/properties/rate/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema26.items.properties.zoneout.properties.rate,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
for(const key3 of Object.keys(data8)){
if(!(validate71(data8[key3], {instancePath:instancePath+"/" + i0+"/zoneout/rate/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data8,parentDataProperty:key3,rootData}))){
vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
errors = vErrors.length;
}
}
}
}
}
else {
const err16 = {instancePath:instancePath+"/" + i0+"/zoneout",schemaPath:"#/items/properties/zoneout/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema26.items.properties.zoneout.type,parentSchema:schema26.items.properties.zoneout,data:data7};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
}
}
else {
const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema26.type,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
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

function validate83(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
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
validate83.errors = vErrors;
return errors === 0;
}

const schema29 = {"title":"initialisers","type":"object","maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/initializer"}};

function validate85(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
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
validate85.errors = vErrors;
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
if(!(validate83(data.share, {instancePath:instancePath+"/share",parentData:data,parentDataProperty:"share",rootData}))){
vErrors = vErrors === null ? validate83.errors : vErrors.concat(validate83.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate85(data.init, {instancePath:instancePath+"/init",parentData:data,parentDataProperty:"init",rootData}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
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

const schema30 = {"title":"embedding layer","type":"object","required":["type","input","vocabulary","units"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"embedding"},"input":{"$ref":"#/definitions/reference","title":"input"},"vocabulary":{"$ref":"#/definitions/size","title":"vocabulary"},"units":{"$ref":"#/definitions/size","title":"units"},"dropout":{"title":"embedding dropout","type":"object","additionalProperties":false,"properties":{"rate":{"$ref":"#/definitions/probability","title":"rate"},"output_keep_prob":{"$ref":"#/definitions/probability","title":"output_keep_prob"}}},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"}}};
const schema31 = {"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000};

function validate91(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
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
validate91.errors = vErrors;
return errors === 0;
}


function validate89(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
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
if(!((((((((key0 === "type") || (key0 === "input")) || (key0 === "vocabulary")) || (key0 === "units")) || (key0 === "dropout")) || (key0 === "share")) || (key0 === "init")) || (pattern0.test(key0)))){
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
if(!(validate91(data.vocabulary, {instancePath:instancePath+"/vocabulary",parentData:data,parentDataProperty:"vocabulary",rootData}))){
vErrors = vErrors === null ? validate91.errors : vErrors.concat(validate91.errors);
errors = vErrors.length;
}
}
if(data.units !== undefined && func0.call(data, "units")){
if(!(validate91(data.units, {instancePath:instancePath+"/units",parentData:data,parentDataProperty:"units",rootData}))){
vErrors = vErrors === null ? validate91.errors : vErrors.concat(validate91.errors);
errors = vErrors.length;
}
}
if(data.dropout !== undefined && func0.call(data, "dropout")){
let data4 = data.dropout;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key1 of Object.keys(data4)){
if(!((key1 === "rate") || (key1 === "output_keep_prob"))){
const err7 = {instancePath:instancePath+"/dropout",schemaPath:"#/properties/dropout/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema30.properties.dropout,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data4.rate !== undefined && func0.call(data4, "rate")){
if(!(validate71(data4.rate, {instancePath:instancePath+"/dropout/rate",parentData:data4,parentDataProperty:"rate",rootData}))){
vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
errors = vErrors.length;
}
}
if(data4.output_keep_prob !== undefined && func0.call(data4, "output_keep_prob")){
if(!(validate71(data4.output_keep_prob, {instancePath:instancePath+"/dropout/output_keep_prob",parentData:data4,parentDataProperty:"output_keep_prob",rootData}))){
vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
errors = vErrors.length;
}
}
}
else {
const err8 = {instancePath:instancePath+"/dropout",schemaPath:"#/properties/dropout/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.properties.dropout.type,parentSchema:schema30.properties.dropout,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate83(data.share, {instancePath:instancePath+"/share",parentData:data,parentDataProperty:"share",rootData}))){
vErrors = vErrors === null ? validate83.errors : vErrors.concat(validate83.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate85(data.init, {instancePath:instancePath+"/init",parentData:data,parentDataProperty:"init",rootData}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
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
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.type,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate89.errors = vErrors;
return errors === 0;
}

const schema32 = {"title":"dense layer","type":"object","required":["type","input","units"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"dense"},"input":{"$ref":"#/definitions/reference","title":"input"},"units":{"$ref":"#/definitions/size","title":"units"},"bias":{"title":"bias","type":"boolean"},"activation":{"$ref":"#/definitions/functionName","title":"activation"},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"}}};
const schema33 = {"title":"function","type":"string","minLength":1,"maxLength":1000};

function validate102(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
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
validate102.errors = vErrors;
return errors === 0;
}


function validate99(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
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
if(!(validate91(data.units, {instancePath:instancePath+"/units",parentData:data,parentDataProperty:"units",rootData}))){
vErrors = vErrors === null ? validate91.errors : vErrors.concat(validate91.errors);
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
if(!(validate102(data.activation, {instancePath:instancePath+"/activation",parentData:data,parentDataProperty:"activation",rootData}))){
vErrors = vErrors === null ? validate102.errors : vErrors.concat(validate102.errors);
errors = vErrors.length;
}
}
if(data.share !== undefined && func0.call(data, "share")){
if(!(validate83(data.share, {instancePath:instancePath+"/share",parentData:data,parentDataProperty:"share",rootData}))){
vErrors = vErrors === null ? validate83.errors : vErrors.concat(validate83.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate85(data.init, {instancePath:instancePath+"/init",parentData:data,parentDataProperty:"init",rootData}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
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
validate99.errors = vErrors;
return errors === 0;
}

const schema34 = {"title":"dropout layer","type":"object","required":["type","input"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"dropout"},"input":{"$ref":"#/definitions/reference","title":"input"},"rate":{"$ref":"#/definitions/probability","title":"rate"},"output_keep_prob":{"$ref":"#/definitions/probability","title":"output_keep_prob"},"variational":{"title":"variational","enum":[true,false,"sample"]}}};

function validate107(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
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
if(!(((data4 === true) || (data4 === false)) || (data4 === "sample"))){
const err5 = {instancePath:instancePath+"/variational",schemaPath:"#/properties/variational/enum",keyword:"enum",params:{allowedValues: schema34.properties.variational.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.variational.enum,parentSchema:schema34.properties.variational,data:data4};
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
validate107.errors = vErrors;
return errors === 0;
}

const schema35 = {"title":"activation layer","type":"object","required":["type","input","function"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"activation"},"input":{"$ref":"#/definitions/reference","title":"input"},"function":{"$ref":"#/definitions/functionName","title":"function"}}};

function validate112(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
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
if(!(validate102(data.function, {instancePath:instancePath+"/function",parentData:data,parentDataProperty:"function",rootData}))){
vErrors = vErrors === null ? validate102.errors : vErrors.concat(validate102.errors);
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
validate112.errors = vErrors;
return errors === 0;
}

const schema36 = {"title":"concat and add layers","type":"object","required":["type","inputs"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","enum":["concat","add"]},"inputs":{"title":"inputs","type":"array","minItems":2,"maxItems":1000,"items":{"$ref":"#/definitions/reference"}}}};

function validate116(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
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
validate116.errors = vErrors;
return errors === 0;
}

const schema37 = {"title":"equations layer","type":"object","required":["type","inputs","equations","output"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","const":"equations"},"inputs":{"title":"inputs","type":"object","minProperties":1,"maxProperties":100,"additionalProperties":{"$ref":"#/definitions/reference"}},"weights":{"$ref":"#/definitions/weights"},"equations":{"$ref":"#/definitions/equations"},"output":{"$ref":"#/definitions/expression","title":"output"},"share":{"$ref":"#/definitions/share"},"init":{"$ref":"#/definitions/initializers"}}};

function validate119(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
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
if(!(validate83(data.share, {instancePath:instancePath+"/share",parentData:data,parentDataProperty:"share",rootData}))){
vErrors = vErrors === null ? validate83.errors : vErrors.concat(validate83.errors);
errors = vErrors.length;
}
}
if(data.init !== undefined && func0.call(data, "init")){
if(!(validate85(data.init, {instancePath:instancePath+"/init",parentData:data,parentDataProperty:"init",rootData}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
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
validate119.errors = vErrors;
return errors === 0;
}

const schema38 = {"title":"last, mean and max layers","type":"object","required":["type","input"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"type":{"title":"type","type":"string","enum":["last","mean","max"]},"input":{"$ref":"#/definitions/reference","title":"input"}}};

function validate127(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
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
validate127.errors = vErrors;
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
if(!(validate89(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate89.errors : vErrors.concat(validate89.errors);
errors = vErrors.length;
}
}
else if(tag0 === "dense"){
if(!(validate99(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);
errors = vErrors.length;
}
}
else if(tag0 === "dropout"){
if(!(validate107(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate107.errors : vErrors.concat(validate107.errors);
errors = vErrors.length;
}
}
else if(tag0 === "activation"){
if(!(validate112(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate112.errors : vErrors.concat(validate112.errors);
errors = vErrors.length;
}
}
else if(tag0 === "concat"){
if(!(validate116(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate116.errors : vErrors.concat(validate116.errors);
errors = vErrors.length;
}
}
else if(tag0 === "add"){
if(!(validate116(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate116.errors : vErrors.concat(validate116.errors);
errors = vErrors.length;
}
}
else if(tag0 === "equations"){
if(!(validate119(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate119.errors : vErrors.concat(validate119.errors);
errors = vErrors.length;
}
}
else if(tag0 === "last"){
if(!(validate127(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate127.errors : vErrors.concat(validate127.errors);
errors = vErrors.length;
}
}
else if(tag0 === "mean"){
if(!(validate127(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate127.errors : vErrors.concat(validate127.errors);
errors = vErrors.length;
}
}
else if(tag0 === "max"){
if(!(validate127(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate127.errors : vErrors.concat(validate127.errors);
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

function validate142(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
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
validate142.errors = vErrors;
return errors === 0;
}

const schema40 = {"title":"task","type":"object","minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"adding":{"title":"adding problem","type":"object","additionalProperties":false,"properties":{"length":{"title":"length","type":["integer","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"reber":{"title":"embedded Reber grammar","type":"object","additionalProperties":false,"properties":{"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"copy":{"title":"copy memory","type":"object","additionalProperties":false,"properties":{"length":{"title":"length","type":["integer","string"],"minLength":1,"maxLength":1000},"delay":{"title":"delay","type":["integer","string"],"minLength":1,"maxLength":1000},"symbols":{"title":"symbols","type":["integer","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"mackey_glass":{"title":"Mackey-Glass series","type":"object","additionalProperties":false,"properties":{"tau":{"title":"tau","type":["integer","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}},"waves":{"title":"kinds of waves","type":"object","additionalProperties":false,"properties":{"shortest":{"title":"shortest","type":["integer","string"],"minLength":1,"maxLength":1000},"longest":{"title":"longest","type":["integer","string"],"minLength":1,"maxLength":1000},"noise":{"title":"noise","type":["number","string"],"minLength":1,"maxLength":1000},"samples":{"title":"samples","type":["integer","string"],"minLength":1,"maxLength":1000}}}}};

function validate146(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
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
validate146.errors = vErrors;
return errors === 0;
}

const schema41 = {"title":"windows","type":"object","required":["width"],"additionalProperties":false,"properties":{"width":{"title":"width","type":["integer","string"],"minLength":1,"maxLength":1000},"horizon":{"title":"horizon","type":["integer","string"],"minLength":1,"maxLength":1000},"stride":{"title":"stride","type":["integer","string"],"minLength":1,"maxLength":1000}}};

function validate148(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.width === undefined) || (!(func0.call(data, "width")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "width"},message:"must have required property '"+"width"+"'",schema:schema41.required,parentSchema:schema41,data};
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
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema41,data};
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
const err2 = {instancePath:instancePath+"/width",schemaPath:"#/properties/width/type",keyword:"type",params:{type: schema41.properties.width.type},message:"must be integer,string",schema:schema41.properties.width.type,parentSchema:schema41.properties.width,data:data0};
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
const err3 = {instancePath:instancePath+"/width",schemaPath:"#/properties/width/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema41.properties.width,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data0.length < 1){
const err4 = {instancePath:instancePath+"/width",schemaPath:"#/properties/width/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema41.properties.width,data:data0};
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
const err5 = {instancePath:instancePath+"/horizon",schemaPath:"#/properties/horizon/type",keyword:"type",params:{type: schema41.properties.horizon.type},message:"must be integer,string",schema:schema41.properties.horizon.type,parentSchema:schema41.properties.horizon,data:data1};
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
const err6 = {instancePath:instancePath+"/horizon",schemaPath:"#/properties/horizon/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema41.properties.horizon,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data1.length < 1){
const err7 = {instancePath:instancePath+"/horizon",schemaPath:"#/properties/horizon/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema41.properties.horizon,data:data1};
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
const err8 = {instancePath:instancePath+"/stride",schemaPath:"#/properties/stride/type",keyword:"type",params:{type: schema41.properties.stride.type},message:"must be integer,string",schema:schema41.properties.stride.type,parentSchema:schema41.properties.stride,data:data2};
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
const err9 = {instancePath:instancePath+"/stride",schemaPath:"#/properties/stride/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema41.properties.stride,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data2.length < 1){
const err10 = {instancePath:instancePath+"/stride",schemaPath:"#/properties/stride/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema41.properties.stride,data:data2};
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
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema41.type,parentSchema:schema41,data};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate148.errors = vErrors;
return errors === 0;
}

const schema42 = {"title":"feed","type":"object","additionalProperties":false,"properties":{"columns":{"title":"columns of the feed","type":"array","minItems":1,"maxItems":10000,"items":{"title":"name of a column","type":"string","minLength":1,"maxLength":200}},"part":{"title":"part of the window","type":"string","enum":["window","horizon","next"]},"tokens":{"title":"tokens","type":"string","enum":["input","next"]}}};

function validate150(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!(((key0 === "columns") || (key0 === "part")) || (key0 === "tokens"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema42,data};
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
const err1 = {instancePath:instancePath+"/columns",schemaPath:"#/properties/columns/maxItems",keyword:"maxItems",params:{limit: 10000},message:"must NOT have more than 10000 items",schema:10000,parentSchema:schema42.properties.columns,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data0.length < 1){
const err2 = {instancePath:instancePath+"/columns",schemaPath:"#/properties/columns/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema42.properties.columns,data:data0};
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
const err3 = {instancePath:instancePath+"/columns/" + i0,schemaPath:"#/properties/columns/items/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema42.properties.columns.items,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data1.length < 1){
const err4 = {instancePath:instancePath+"/columns/" + i0,schemaPath:"#/properties/columns/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema42.properties.columns.items,data:data1};
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
const err5 = {instancePath:instancePath+"/columns/" + i0,schemaPath:"#/properties/columns/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema42.properties.columns.items.type,parentSchema:schema42.properties.columns.items,data:data1};
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
const err6 = {instancePath:instancePath+"/columns",schemaPath:"#/properties/columns/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema42.properties.columns.type,parentSchema:schema42.properties.columns,data:data0};
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
const err7 = {instancePath:instancePath+"/part",schemaPath:"#/properties/part/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema42.properties.part.type,parentSchema:schema42.properties.part,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!(((data2 === "window") || (data2 === "horizon")) || (data2 === "next"))){
const err8 = {instancePath:instancePath+"/part",schemaPath:"#/properties/part/enum",keyword:"enum",params:{allowedValues: schema42.properties.part.enum},message:"must be equal to one of the allowed values",schema:schema42.properties.part.enum,parentSchema:schema42.properties.part,data:data2};
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
const err9 = {instancePath:instancePath+"/tokens",schemaPath:"#/properties/tokens/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema42.properties.tokens.type,parentSchema:schema42.properties.tokens,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!((data3 === "input") || (data3 === "next"))){
const err10 = {instancePath:instancePath+"/tokens",schemaPath:"#/properties/tokens/enum",keyword:"enum",params:{allowedValues: schema42.properties.tokens.enum},message:"must be equal to one of the allowed values",schema:schema42.properties.tokens.enum,parentSchema:schema42.properties.tokens,data:data3};
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
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema42.type,parentSchema:schema42,data};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate150.errors = vErrors;
return errors === 0;
}

const schema43 = {"title":"split","type":"object","additionalProperties":false,"properties":{"train":{"title":"training share","type":["number","string"],"minLength":1,"maxLength":1000},"validation":{"title":"validation share","type":["number","string"],"minLength":1,"maxLength":1000},"test":{"title":"test share","type":["number","string"],"minLength":1,"maxLength":1000},"by":{"title":"by","type":"string","enum":["order","random"]},"column":{"title":"column that splits","type":"string","minLength":1,"maxLength":200},"at":{"title":"borders","type":"array","minItems":1,"maxItems":2,"items":{"title":"border","type":["string","number"],"minLength":1,"maxLength":100}}}};

function validate152(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!((((((key0 === "train") || (key0 === "validation")) || (key0 === "test")) || (key0 === "by")) || (key0 === "column")) || (key0 === "at"))){
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
if(data.train !== undefined && func0.call(data, "train")){
let data0 = data.train;
if((!((typeof data0 == "number") && (isFinite(data0)))) && (typeof data0 !== "string")){
const err1 = {instancePath:instancePath+"/train",schemaPath:"#/properties/train/type",keyword:"type",params:{type: schema43.properties.train.type},message:"must be number,string",schema:schema43.properties.train.type,parentSchema:schema43.properties.train,data:data0};
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
const err2 = {instancePath:instancePath+"/train",schemaPath:"#/properties/train/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema43.properties.train,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data0.length < 1){
const err3 = {instancePath:instancePath+"/train",schemaPath:"#/properties/train/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema43.properties.train,data:data0};
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
const err4 = {instancePath:instancePath+"/validation",schemaPath:"#/properties/validation/type",keyword:"type",params:{type: schema43.properties.validation.type},message:"must be number,string",schema:schema43.properties.validation.type,parentSchema:schema43.properties.validation,data:data1};
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
const err5 = {instancePath:instancePath+"/validation",schemaPath:"#/properties/validation/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema43.properties.validation,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data1.length < 1){
const err6 = {instancePath:instancePath+"/validation",schemaPath:"#/properties/validation/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema43.properties.validation,data:data1};
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
const err7 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/type",keyword:"type",params:{type: schema43.properties.test.type},message:"must be number,string",schema:schema43.properties.test.type,parentSchema:schema43.properties.test,data:data2};
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
const err8 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema43.properties.test,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data2.length < 1){
const err9 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema43.properties.test,data:data2};
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
const err10 = {instancePath:instancePath+"/by",schemaPath:"#/properties/by/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema43.properties.by.type,parentSchema:schema43.properties.by,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(!((data3 === "order") || (data3 === "random"))){
const err11 = {instancePath:instancePath+"/by",schemaPath:"#/properties/by/enum",keyword:"enum",params:{allowedValues: schema43.properties.by.enum},message:"must be equal to one of the allowed values",schema:schema43.properties.by.enum,parentSchema:schema43.properties.by,data:data3};
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
const err12 = {instancePath:instancePath+"/column",schemaPath:"#/properties/column/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema43.properties.column,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data4.length < 1){
const err13 = {instancePath:instancePath+"/column",schemaPath:"#/properties/column/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema43.properties.column,data:data4};
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
const err14 = {instancePath:instancePath+"/column",schemaPath:"#/properties/column/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema43.properties.column.type,parentSchema:schema43.properties.column,data:data4};
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
const err15 = {instancePath:instancePath+"/at",schemaPath:"#/properties/at/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema43.properties.at,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data5.length < 1){
const err16 = {instancePath:instancePath+"/at",schemaPath:"#/properties/at/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema43.properties.at,data:data5};
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
const err17 = {instancePath:instancePath+"/at/" + i0,schemaPath:"#/properties/at/items/type",keyword:"type",params:{type: schema43.properties.at.items.type},message:"must be string,number",schema:schema43.properties.at.items.type,parentSchema:schema43.properties.at.items,data:data6};
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
const err18 = {instancePath:instancePath+"/at/" + i0,schemaPath:"#/properties/at/items/maxLength",keyword:"maxLength",params:{limit: 100},message:"must NOT have more than 100 characters",schema:100,parentSchema:schema43.properties.at.items,data:data6};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data6.length < 1){
const err19 = {instancePath:instancePath+"/at/" + i0,schemaPath:"#/properties/at/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema43.properties.at.items,data:data6};
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
const err20 = {instancePath:instancePath+"/at",schemaPath:"#/properties/at/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema43.properties.at.type,parentSchema:schema43.properties.at,data:data5};
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
const err21 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema43.type,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
validate152.errors = vErrors;
return errors === 0;
}

const schema44 = {"title":"vocabulary","type":"object","additionalProperties":false,"properties":{"of":{"title":"kind of token","type":"string","enum":["bytes","characters","words"]},"size":{"title":"size","type":["integer","string"],"minLength":1,"maxLength":1000},"unknown":{"title":"unknown token","type":["string","boolean"],"minLength":1,"maxLength":100}}};

function validate154(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!(((key0 === "of") || (key0 === "size")) || (key0 === "unknown"))){
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
if(data.of !== undefined && func0.call(data, "of")){
let data0 = data.of;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/of",schemaPath:"#/properties/of/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema44.properties.of.type,parentSchema:schema44.properties.of,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!(((data0 === "bytes") || (data0 === "characters")) || (data0 === "words"))){
const err2 = {instancePath:instancePath+"/of",schemaPath:"#/properties/of/enum",keyword:"enum",params:{allowedValues: schema44.properties.of.enum},message:"must be equal to one of the allowed values",schema:schema44.properties.of.enum,parentSchema:schema44.properties.of,data:data0};
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
const err3 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/type",keyword:"type",params:{type: schema44.properties.size.type},message:"must be integer,string",schema:schema44.properties.size.type,parentSchema:schema44.properties.size,data:data1};
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
const err4 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema44.properties.size,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data1.length < 1){
const err5 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema44.properties.size,data:data1};
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
const err6 = {instancePath:instancePath+"/unknown",schemaPath:"#/properties/unknown/type",keyword:"type",params:{type: schema44.properties.unknown.type},message:"must be string,boolean",schema:schema44.properties.unknown.type,parentSchema:schema44.properties.unknown,data:data2};
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
const err7 = {instancePath:instancePath+"/unknown",schemaPath:"#/properties/unknown/maxLength",keyword:"maxLength",params:{limit: 100},message:"must NOT have more than 100 characters",schema:100,parentSchema:schema44.properties.unknown,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data2.length < 1){
const err8 = {instancePath:instancePath+"/unknown",schemaPath:"#/properties/unknown/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema44.properties.unknown,data:data2};
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
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema44.type,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate154.errors = vErrors;
return errors === 0;
}

const schema45 = {"title":"optimiser","type":["string","object"],"minLength":1,"maxLength":64,"minProperties":1,"maxProperties":1,"properties":{"sgd":{"title":"gradient descent","type":"object","properties":{"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000}}},"momentum":{"title":"momentum","type":"object","properties":{"momentum":{"title":"momentum","type":["number","string"],"minLength":1,"maxLength":1000},"nesterov":{"title":"Nesterov","type":"boolean"},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000},"convention":{"title":"convention","type":"string","enum":["keras","torch"]}}},"adagrad":{"title":"Adagrad","type":"object","properties":{"initial":{"title":"initial","type":["number","string"],"minLength":1,"maxLength":1000},"epsilon":{"title":"epsilon","type":["number","string"],"minLength":1,"maxLength":1000},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000},"convention":{"title":"convention","type":"string","enum":["keras","torch"]}}},"adadelta":{"title":"Adadelta","type":"object","properties":{"rho":{"title":"rho","type":["number","string"],"minLength":1,"maxLength":1000},"epsilon":{"title":"epsilon","type":["number","string"],"minLength":1,"maxLength":1000},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000}}},"rmsprop":{"title":"RMSprop","type":"object","properties":{"rho":{"title":"rho","type":["number","string"],"minLength":1,"maxLength":1000},"momentum":{"title":"momentum","type":["number","string"],"minLength":1,"maxLength":1000},"centered":{"title":"centered","type":"boolean"},"epsilon":{"title":"epsilon","type":["number","string"],"minLength":1,"maxLength":1000},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000},"convention":{"title":"convention","type":"string","enum":["keras","torch","tf1"]}}},"adam":{"title":"Adam","type":"object","properties":{"beta1":{"title":"beta1","type":["number","string"],"minLength":1,"maxLength":1000},"beta2":{"title":"beta2","type":["number","string"],"minLength":1,"maxLength":1000},"epsilon":{"title":"epsilon","type":["number","string"],"minLength":1,"maxLength":1000},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000},"convention":{"title":"convention","type":"string","enum":["keras","torch"]}}},"adamw":{"title":"AdamW","type":"object","properties":{"beta1":{"title":"beta1","type":["number","string"],"minLength":1,"maxLength":1000},"beta2":{"title":"beta2","type":["number","string"],"minLength":1,"maxLength":1000},"epsilon":{"title":"epsilon","type":["number","string"],"minLength":1,"maxLength":1000},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000},"convention":{"title":"convention","type":"string","enum":["keras","torch"]}}},"nadam":{"title":"Nadam","type":"object","properties":{"beta1":{"title":"beta1","type":["number","string"],"minLength":1,"maxLength":1000},"beta2":{"title":"beta2","type":["number","string"],"minLength":1,"maxLength":1000},"epsilon":{"title":"epsilon","type":["number","string"],"minLength":1,"maxLength":1000},"weight_decay":{"title":"weight decay","type":["number","string"],"minLength":1,"maxLength":1000},"convention":{"title":"convention","type":"string","enum":["keras","torch"]}}}}};

function validate158(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if((typeof data !== "string") && (!(data && typeof data == "object" && !Array.isArray(data)))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema45.type},message:"must be string,object",schema:schema45.type,parentSchema:schema45,data};
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
const err1 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema45,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.length < 1){
const err2 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45,data};
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
if(Object.keys(data).length > 1){
const err3 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema45,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(Object.keys(data).length < 1){
const err4 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema45,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.sgd !== undefined && func0.call(data, "sgd")){
let data0 = data.sgd;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.weight_decay !== undefined && func0.call(data0, "weight_decay")){
let data1 = data0.weight_decay;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
const err5 = {instancePath:instancePath+"/sgd/weight_decay",schemaPath:"#/properties/sgd/properties/weight_decay/type",keyword:"type",params:{type: schema45.properties.sgd.properties.weight_decay.type},message:"must be number,string",schema:schema45.properties.sgd.properties.weight_decay.type,parentSchema:schema45.properties.sgd.properties.weight_decay,data:data1};
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
const err6 = {instancePath:instancePath+"/sgd/weight_decay",schemaPath:"#/properties/sgd/properties/weight_decay/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.sgd.properties.weight_decay,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data1.length < 1){
const err7 = {instancePath:instancePath+"/sgd/weight_decay",schemaPath:"#/properties/sgd/properties/weight_decay/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.sgd.properties.weight_decay,data:data1};
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
}
else {
const err8 = {instancePath:instancePath+"/sgd",schemaPath:"#/properties/sgd/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema45.properties.sgd.type,parentSchema:schema45.properties.sgd,data:data0};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.momentum !== undefined && func0.call(data, "momentum")){
let data2 = data.momentum;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.momentum !== undefined && func0.call(data2, "momentum")){
let data3 = data2.momentum;
if((!((typeof data3 == "number") && (isFinite(data3)))) && (typeof data3 !== "string")){
const err9 = {instancePath:instancePath+"/momentum/momentum",schemaPath:"#/properties/momentum/properties/momentum/type",keyword:"type",params:{type: schema45.properties.momentum.properties.momentum.type},message:"must be number,string",schema:schema45.properties.momentum.properties.momentum.type,parentSchema:schema45.properties.momentum.properties.momentum,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
const err10 = {instancePath:instancePath+"/momentum/momentum",schemaPath:"#/properties/momentum/properties/momentum/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.momentum.properties.momentum,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data3.length < 1){
const err11 = {instancePath:instancePath+"/momentum/momentum",schemaPath:"#/properties/momentum/properties/momentum/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.momentum.properties.momentum,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
if(data2.nesterov !== undefined && func0.call(data2, "nesterov")){
let data4 = data2.nesterov;
if(typeof data4 !== "boolean"){
const err12 = {instancePath:instancePath+"/momentum/nesterov",schemaPath:"#/properties/momentum/properties/nesterov/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema45.properties.momentum.properties.nesterov.type,parentSchema:schema45.properties.momentum.properties.nesterov,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data2.weight_decay !== undefined && func0.call(data2, "weight_decay")){
let data5 = data2.weight_decay;
if((!((typeof data5 == "number") && (isFinite(data5)))) && (typeof data5 !== "string")){
const err13 = {instancePath:instancePath+"/momentum/weight_decay",schemaPath:"#/properties/momentum/properties/weight_decay/type",keyword:"type",params:{type: schema45.properties.momentum.properties.weight_decay.type},message:"must be number,string",schema:schema45.properties.momentum.properties.weight_decay.type,parentSchema:schema45.properties.momentum.properties.weight_decay,data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(typeof data5 === "string"){
if(data5.length > 1000){
const err14 = {instancePath:instancePath+"/momentum/weight_decay",schemaPath:"#/properties/momentum/properties/weight_decay/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.momentum.properties.weight_decay,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(data5.length < 1){
const err15 = {instancePath:instancePath+"/momentum/weight_decay",schemaPath:"#/properties/momentum/properties/weight_decay/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.momentum.properties.weight_decay,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
if(data2.convention !== undefined && func0.call(data2, "convention")){
let data6 = data2.convention;
if(typeof data6 !== "string"){
const err16 = {instancePath:instancePath+"/momentum/convention",schemaPath:"#/properties/momentum/properties/convention/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.momentum.properties.convention.type,parentSchema:schema45.properties.momentum.properties.convention,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(!((data6 === "keras") || (data6 === "torch"))){
const err17 = {instancePath:instancePath+"/momentum/convention",schemaPath:"#/properties/momentum/properties/convention/enum",keyword:"enum",params:{allowedValues: schema45.properties.momentum.properties.convention.enum},message:"must be equal to one of the allowed values",schema:schema45.properties.momentum.properties.convention.enum,parentSchema:schema45.properties.momentum.properties.convention,data:data6};
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
else {
const err18 = {instancePath:instancePath+"/momentum",schemaPath:"#/properties/momentum/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema45.properties.momentum.type,parentSchema:schema45.properties.momentum,data:data2};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.adagrad !== undefined && func0.call(data, "adagrad")){
let data7 = data.adagrad;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.initial !== undefined && func0.call(data7, "initial")){
let data8 = data7.initial;
if((!((typeof data8 == "number") && (isFinite(data8)))) && (typeof data8 !== "string")){
const err19 = {instancePath:instancePath+"/adagrad/initial",schemaPath:"#/properties/adagrad/properties/initial/type",keyword:"type",params:{type: schema45.properties.adagrad.properties.initial.type},message:"must be number,string",schema:schema45.properties.adagrad.properties.initial.type,parentSchema:schema45.properties.adagrad.properties.initial,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(typeof data8 === "string"){
if(data8.length > 1000){
const err20 = {instancePath:instancePath+"/adagrad/initial",schemaPath:"#/properties/adagrad/properties/initial/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adagrad.properties.initial,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data8.length < 1){
const err21 = {instancePath:instancePath+"/adagrad/initial",schemaPath:"#/properties/adagrad/properties/initial/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adagrad.properties.initial,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
if(data7.epsilon !== undefined && func0.call(data7, "epsilon")){
let data9 = data7.epsilon;
if((!((typeof data9 == "number") && (isFinite(data9)))) && (typeof data9 !== "string")){
const err22 = {instancePath:instancePath+"/adagrad/epsilon",schemaPath:"#/properties/adagrad/properties/epsilon/type",keyword:"type",params:{type: schema45.properties.adagrad.properties.epsilon.type},message:"must be number,string",schema:schema45.properties.adagrad.properties.epsilon.type,parentSchema:schema45.properties.adagrad.properties.epsilon,data:data9};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(typeof data9 === "string"){
if(data9.length > 1000){
const err23 = {instancePath:instancePath+"/adagrad/epsilon",schemaPath:"#/properties/adagrad/properties/epsilon/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adagrad.properties.epsilon,data:data9};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(data9.length < 1){
const err24 = {instancePath:instancePath+"/adagrad/epsilon",schemaPath:"#/properties/adagrad/properties/epsilon/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adagrad.properties.epsilon,data:data9};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
if(data7.weight_decay !== undefined && func0.call(data7, "weight_decay")){
let data10 = data7.weight_decay;
if((!((typeof data10 == "number") && (isFinite(data10)))) && (typeof data10 !== "string")){
const err25 = {instancePath:instancePath+"/adagrad/weight_decay",schemaPath:"#/properties/adagrad/properties/weight_decay/type",keyword:"type",params:{type: schema45.properties.adagrad.properties.weight_decay.type},message:"must be number,string",schema:schema45.properties.adagrad.properties.weight_decay.type,parentSchema:schema45.properties.adagrad.properties.weight_decay,data:data10};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(typeof data10 === "string"){
if(data10.length > 1000){
const err26 = {instancePath:instancePath+"/adagrad/weight_decay",schemaPath:"#/properties/adagrad/properties/weight_decay/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adagrad.properties.weight_decay,data:data10};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(data10.length < 1){
const err27 = {instancePath:instancePath+"/adagrad/weight_decay",schemaPath:"#/properties/adagrad/properties/weight_decay/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adagrad.properties.weight_decay,data:data10};
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
if(data7.convention !== undefined && func0.call(data7, "convention")){
let data11 = data7.convention;
if(typeof data11 !== "string"){
const err28 = {instancePath:instancePath+"/adagrad/convention",schemaPath:"#/properties/adagrad/properties/convention/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.adagrad.properties.convention.type,parentSchema:schema45.properties.adagrad.properties.convention,data:data11};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(!((data11 === "keras") || (data11 === "torch"))){
const err29 = {instancePath:instancePath+"/adagrad/convention",schemaPath:"#/properties/adagrad/properties/convention/enum",keyword:"enum",params:{allowedValues: schema45.properties.adagrad.properties.convention.enum},message:"must be equal to one of the allowed values",schema:schema45.properties.adagrad.properties.convention.enum,parentSchema:schema45.properties.adagrad.properties.convention,data:data11};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
else {
const err30 = {instancePath:instancePath+"/adagrad",schemaPath:"#/properties/adagrad/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema45.properties.adagrad.type,parentSchema:schema45.properties.adagrad,data:data7};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.adadelta !== undefined && func0.call(data, "adadelta")){
let data12 = data.adadelta;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
if(data12.rho !== undefined && func0.call(data12, "rho")){
let data13 = data12.rho;
if((!((typeof data13 == "number") && (isFinite(data13)))) && (typeof data13 !== "string")){
const err31 = {instancePath:instancePath+"/adadelta/rho",schemaPath:"#/properties/adadelta/properties/rho/type",keyword:"type",params:{type: schema45.properties.adadelta.properties.rho.type},message:"must be number,string",schema:schema45.properties.adadelta.properties.rho.type,parentSchema:schema45.properties.adadelta.properties.rho,data:data13};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(typeof data13 === "string"){
if(data13.length > 1000){
const err32 = {instancePath:instancePath+"/adadelta/rho",schemaPath:"#/properties/adadelta/properties/rho/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adadelta.properties.rho,data:data13};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data13.length < 1){
const err33 = {instancePath:instancePath+"/adadelta/rho",schemaPath:"#/properties/adadelta/properties/rho/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adadelta.properties.rho,data:data13};
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
if(data12.epsilon !== undefined && func0.call(data12, "epsilon")){
let data14 = data12.epsilon;
if((!((typeof data14 == "number") && (isFinite(data14)))) && (typeof data14 !== "string")){
const err34 = {instancePath:instancePath+"/adadelta/epsilon",schemaPath:"#/properties/adadelta/properties/epsilon/type",keyword:"type",params:{type: schema45.properties.adadelta.properties.epsilon.type},message:"must be number,string",schema:schema45.properties.adadelta.properties.epsilon.type,parentSchema:schema45.properties.adadelta.properties.epsilon,data:data14};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(typeof data14 === "string"){
if(data14.length > 1000){
const err35 = {instancePath:instancePath+"/adadelta/epsilon",schemaPath:"#/properties/adadelta/properties/epsilon/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adadelta.properties.epsilon,data:data14};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data14.length < 1){
const err36 = {instancePath:instancePath+"/adadelta/epsilon",schemaPath:"#/properties/adadelta/properties/epsilon/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adadelta.properties.epsilon,data:data14};
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
if(data12.weight_decay !== undefined && func0.call(data12, "weight_decay")){
let data15 = data12.weight_decay;
if((!((typeof data15 == "number") && (isFinite(data15)))) && (typeof data15 !== "string")){
const err37 = {instancePath:instancePath+"/adadelta/weight_decay",schemaPath:"#/properties/adadelta/properties/weight_decay/type",keyword:"type",params:{type: schema45.properties.adadelta.properties.weight_decay.type},message:"must be number,string",schema:schema45.properties.adadelta.properties.weight_decay.type,parentSchema:schema45.properties.adadelta.properties.weight_decay,data:data15};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(typeof data15 === "string"){
if(data15.length > 1000){
const err38 = {instancePath:instancePath+"/adadelta/weight_decay",schemaPath:"#/properties/adadelta/properties/weight_decay/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adadelta.properties.weight_decay,data:data15};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(data15.length < 1){
const err39 = {instancePath:instancePath+"/adadelta/weight_decay",schemaPath:"#/properties/adadelta/properties/weight_decay/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adadelta.properties.weight_decay,data:data15};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
}
else {
const err40 = {instancePath:instancePath+"/adadelta",schemaPath:"#/properties/adadelta/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema45.properties.adadelta.type,parentSchema:schema45.properties.adadelta,data:data12};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.rmsprop !== undefined && func0.call(data, "rmsprop")){
let data16 = data.rmsprop;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
if(data16.rho !== undefined && func0.call(data16, "rho")){
let data17 = data16.rho;
if((!((typeof data17 == "number") && (isFinite(data17)))) && (typeof data17 !== "string")){
const err41 = {instancePath:instancePath+"/rmsprop/rho",schemaPath:"#/properties/rmsprop/properties/rho/type",keyword:"type",params:{type: schema45.properties.rmsprop.properties.rho.type},message:"must be number,string",schema:schema45.properties.rmsprop.properties.rho.type,parentSchema:schema45.properties.rmsprop.properties.rho,data:data17};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(typeof data17 === "string"){
if(data17.length > 1000){
const err42 = {instancePath:instancePath+"/rmsprop/rho",schemaPath:"#/properties/rmsprop/properties/rho/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.rmsprop.properties.rho,data:data17};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(data17.length < 1){
const err43 = {instancePath:instancePath+"/rmsprop/rho",schemaPath:"#/properties/rmsprop/properties/rho/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.rmsprop.properties.rho,data:data17};
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
if(data16.momentum !== undefined && func0.call(data16, "momentum")){
let data18 = data16.momentum;
if((!((typeof data18 == "number") && (isFinite(data18)))) && (typeof data18 !== "string")){
const err44 = {instancePath:instancePath+"/rmsprop/momentum",schemaPath:"#/properties/rmsprop/properties/momentum/type",keyword:"type",params:{type: schema45.properties.rmsprop.properties.momentum.type},message:"must be number,string",schema:schema45.properties.rmsprop.properties.momentum.type,parentSchema:schema45.properties.rmsprop.properties.momentum,data:data18};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(typeof data18 === "string"){
if(data18.length > 1000){
const err45 = {instancePath:instancePath+"/rmsprop/momentum",schemaPath:"#/properties/rmsprop/properties/momentum/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.rmsprop.properties.momentum,data:data18};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(data18.length < 1){
const err46 = {instancePath:instancePath+"/rmsprop/momentum",schemaPath:"#/properties/rmsprop/properties/momentum/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.rmsprop.properties.momentum,data:data18};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
}
if(data16.centered !== undefined && func0.call(data16, "centered")){
let data19 = data16.centered;
if(typeof data19 !== "boolean"){
const err47 = {instancePath:instancePath+"/rmsprop/centered",schemaPath:"#/properties/rmsprop/properties/centered/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema45.properties.rmsprop.properties.centered.type,parentSchema:schema45.properties.rmsprop.properties.centered,data:data19};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data16.epsilon !== undefined && func0.call(data16, "epsilon")){
let data20 = data16.epsilon;
if((!((typeof data20 == "number") && (isFinite(data20)))) && (typeof data20 !== "string")){
const err48 = {instancePath:instancePath+"/rmsprop/epsilon",schemaPath:"#/properties/rmsprop/properties/epsilon/type",keyword:"type",params:{type: schema45.properties.rmsprop.properties.epsilon.type},message:"must be number,string",schema:schema45.properties.rmsprop.properties.epsilon.type,parentSchema:schema45.properties.rmsprop.properties.epsilon,data:data20};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(typeof data20 === "string"){
if(data20.length > 1000){
const err49 = {instancePath:instancePath+"/rmsprop/epsilon",schemaPath:"#/properties/rmsprop/properties/epsilon/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.rmsprop.properties.epsilon,data:data20};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(data20.length < 1){
const err50 = {instancePath:instancePath+"/rmsprop/epsilon",schemaPath:"#/properties/rmsprop/properties/epsilon/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.rmsprop.properties.epsilon,data:data20};
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
if(data16.weight_decay !== undefined && func0.call(data16, "weight_decay")){
let data21 = data16.weight_decay;
if((!((typeof data21 == "number") && (isFinite(data21)))) && (typeof data21 !== "string")){
const err51 = {instancePath:instancePath+"/rmsprop/weight_decay",schemaPath:"#/properties/rmsprop/properties/weight_decay/type",keyword:"type",params:{type: schema45.properties.rmsprop.properties.weight_decay.type},message:"must be number,string",schema:schema45.properties.rmsprop.properties.weight_decay.type,parentSchema:schema45.properties.rmsprop.properties.weight_decay,data:data21};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if(typeof data21 === "string"){
if(data21.length > 1000){
const err52 = {instancePath:instancePath+"/rmsprop/weight_decay",schemaPath:"#/properties/rmsprop/properties/weight_decay/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.rmsprop.properties.weight_decay,data:data21};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(data21.length < 1){
const err53 = {instancePath:instancePath+"/rmsprop/weight_decay",schemaPath:"#/properties/rmsprop/properties/weight_decay/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.rmsprop.properties.weight_decay,data:data21};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
if(data16.convention !== undefined && func0.call(data16, "convention")){
let data22 = data16.convention;
if(typeof data22 !== "string"){
const err54 = {instancePath:instancePath+"/rmsprop/convention",schemaPath:"#/properties/rmsprop/properties/convention/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.rmsprop.properties.convention.type,parentSchema:schema45.properties.rmsprop.properties.convention,data:data22};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(!(((data22 === "keras") || (data22 === "torch")) || (data22 === "tf1"))){
const err55 = {instancePath:instancePath+"/rmsprop/convention",schemaPath:"#/properties/rmsprop/properties/convention/enum",keyword:"enum",params:{allowedValues: schema45.properties.rmsprop.properties.convention.enum},message:"must be equal to one of the allowed values",schema:schema45.properties.rmsprop.properties.convention.enum,parentSchema:schema45.properties.rmsprop.properties.convention,data:data22};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
else {
const err56 = {instancePath:instancePath+"/rmsprop",schemaPath:"#/properties/rmsprop/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema45.properties.rmsprop.type,parentSchema:schema45.properties.rmsprop,data:data16};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data.adam !== undefined && func0.call(data, "adam")){
let data23 = data.adam;
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
if(data23.beta1 !== undefined && func0.call(data23, "beta1")){
let data24 = data23.beta1;
if((!((typeof data24 == "number") && (isFinite(data24)))) && (typeof data24 !== "string")){
const err57 = {instancePath:instancePath+"/adam/beta1",schemaPath:"#/properties/adam/properties/beta1/type",keyword:"type",params:{type: schema45.properties.adam.properties.beta1.type},message:"must be number,string",schema:schema45.properties.adam.properties.beta1.type,parentSchema:schema45.properties.adam.properties.beta1,data:data24};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(typeof data24 === "string"){
if(data24.length > 1000){
const err58 = {instancePath:instancePath+"/adam/beta1",schemaPath:"#/properties/adam/properties/beta1/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adam.properties.beta1,data:data24};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
if(data24.length < 1){
const err59 = {instancePath:instancePath+"/adam/beta1",schemaPath:"#/properties/adam/properties/beta1/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adam.properties.beta1,data:data24};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
}
if(data23.beta2 !== undefined && func0.call(data23, "beta2")){
let data25 = data23.beta2;
if((!((typeof data25 == "number") && (isFinite(data25)))) && (typeof data25 !== "string")){
const err60 = {instancePath:instancePath+"/adam/beta2",schemaPath:"#/properties/adam/properties/beta2/type",keyword:"type",params:{type: schema45.properties.adam.properties.beta2.type},message:"must be number,string",schema:schema45.properties.adam.properties.beta2.type,parentSchema:schema45.properties.adam.properties.beta2,data:data25};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(typeof data25 === "string"){
if(data25.length > 1000){
const err61 = {instancePath:instancePath+"/adam/beta2",schemaPath:"#/properties/adam/properties/beta2/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adam.properties.beta2,data:data25};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data25.length < 1){
const err62 = {instancePath:instancePath+"/adam/beta2",schemaPath:"#/properties/adam/properties/beta2/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adam.properties.beta2,data:data25};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
}
if(data23.epsilon !== undefined && func0.call(data23, "epsilon")){
let data26 = data23.epsilon;
if((!((typeof data26 == "number") && (isFinite(data26)))) && (typeof data26 !== "string")){
const err63 = {instancePath:instancePath+"/adam/epsilon",schemaPath:"#/properties/adam/properties/epsilon/type",keyword:"type",params:{type: schema45.properties.adam.properties.epsilon.type},message:"must be number,string",schema:schema45.properties.adam.properties.epsilon.type,parentSchema:schema45.properties.adam.properties.epsilon,data:data26};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(typeof data26 === "string"){
if(data26.length > 1000){
const err64 = {instancePath:instancePath+"/adam/epsilon",schemaPath:"#/properties/adam/properties/epsilon/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adam.properties.epsilon,data:data26};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(data26.length < 1){
const err65 = {instancePath:instancePath+"/adam/epsilon",schemaPath:"#/properties/adam/properties/epsilon/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adam.properties.epsilon,data:data26};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
}
if(data23.weight_decay !== undefined && func0.call(data23, "weight_decay")){
let data27 = data23.weight_decay;
if((!((typeof data27 == "number") && (isFinite(data27)))) && (typeof data27 !== "string")){
const err66 = {instancePath:instancePath+"/adam/weight_decay",schemaPath:"#/properties/adam/properties/weight_decay/type",keyword:"type",params:{type: schema45.properties.adam.properties.weight_decay.type},message:"must be number,string",schema:schema45.properties.adam.properties.weight_decay.type,parentSchema:schema45.properties.adam.properties.weight_decay,data:data27};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if(typeof data27 === "string"){
if(data27.length > 1000){
const err67 = {instancePath:instancePath+"/adam/weight_decay",schemaPath:"#/properties/adam/properties/weight_decay/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adam.properties.weight_decay,data:data27};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(data27.length < 1){
const err68 = {instancePath:instancePath+"/adam/weight_decay",schemaPath:"#/properties/adam/properties/weight_decay/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adam.properties.weight_decay,data:data27};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
if(data23.convention !== undefined && func0.call(data23, "convention")){
let data28 = data23.convention;
if(typeof data28 !== "string"){
const err69 = {instancePath:instancePath+"/adam/convention",schemaPath:"#/properties/adam/properties/convention/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.adam.properties.convention.type,parentSchema:schema45.properties.adam.properties.convention,data:data28};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(!((data28 === "keras") || (data28 === "torch"))){
const err70 = {instancePath:instancePath+"/adam/convention",schemaPath:"#/properties/adam/properties/convention/enum",keyword:"enum",params:{allowedValues: schema45.properties.adam.properties.convention.enum},message:"must be equal to one of the allowed values",schema:schema45.properties.adam.properties.convention.enum,parentSchema:schema45.properties.adam.properties.convention,data:data28};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
}
else {
const err71 = {instancePath:instancePath+"/adam",schemaPath:"#/properties/adam/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema45.properties.adam.type,parentSchema:schema45.properties.adam,data:data23};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data.adamw !== undefined && func0.call(data, "adamw")){
let data29 = data.adamw;
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(data29.beta1 !== undefined && func0.call(data29, "beta1")){
let data30 = data29.beta1;
if((!((typeof data30 == "number") && (isFinite(data30)))) && (typeof data30 !== "string")){
const err72 = {instancePath:instancePath+"/adamw/beta1",schemaPath:"#/properties/adamw/properties/beta1/type",keyword:"type",params:{type: schema45.properties.adamw.properties.beta1.type},message:"must be number,string",schema:schema45.properties.adamw.properties.beta1.type,parentSchema:schema45.properties.adamw.properties.beta1,data:data30};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
if(typeof data30 === "string"){
if(data30.length > 1000){
const err73 = {instancePath:instancePath+"/adamw/beta1",schemaPath:"#/properties/adamw/properties/beta1/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adamw.properties.beta1,data:data30};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if(data30.length < 1){
const err74 = {instancePath:instancePath+"/adamw/beta1",schemaPath:"#/properties/adamw/properties/beta1/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adamw.properties.beta1,data:data30};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
if(data29.beta2 !== undefined && func0.call(data29, "beta2")){
let data31 = data29.beta2;
if((!((typeof data31 == "number") && (isFinite(data31)))) && (typeof data31 !== "string")){
const err75 = {instancePath:instancePath+"/adamw/beta2",schemaPath:"#/properties/adamw/properties/beta2/type",keyword:"type",params:{type: schema45.properties.adamw.properties.beta2.type},message:"must be number,string",schema:schema45.properties.adamw.properties.beta2.type,parentSchema:schema45.properties.adamw.properties.beta2,data:data31};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
if(typeof data31 === "string"){
if(data31.length > 1000){
const err76 = {instancePath:instancePath+"/adamw/beta2",schemaPath:"#/properties/adamw/properties/beta2/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adamw.properties.beta2,data:data31};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(data31.length < 1){
const err77 = {instancePath:instancePath+"/adamw/beta2",schemaPath:"#/properties/adamw/properties/beta2/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adamw.properties.beta2,data:data31};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
}
if(data29.epsilon !== undefined && func0.call(data29, "epsilon")){
let data32 = data29.epsilon;
if((!((typeof data32 == "number") && (isFinite(data32)))) && (typeof data32 !== "string")){
const err78 = {instancePath:instancePath+"/adamw/epsilon",schemaPath:"#/properties/adamw/properties/epsilon/type",keyword:"type",params:{type: schema45.properties.adamw.properties.epsilon.type},message:"must be number,string",schema:schema45.properties.adamw.properties.epsilon.type,parentSchema:schema45.properties.adamw.properties.epsilon,data:data32};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
if(typeof data32 === "string"){
if(data32.length > 1000){
const err79 = {instancePath:instancePath+"/adamw/epsilon",schemaPath:"#/properties/adamw/properties/epsilon/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adamw.properties.epsilon,data:data32};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
if(data32.length < 1){
const err80 = {instancePath:instancePath+"/adamw/epsilon",schemaPath:"#/properties/adamw/properties/epsilon/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adamw.properties.epsilon,data:data32};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
if(data29.weight_decay !== undefined && func0.call(data29, "weight_decay")){
let data33 = data29.weight_decay;
if((!((typeof data33 == "number") && (isFinite(data33)))) && (typeof data33 !== "string")){
const err81 = {instancePath:instancePath+"/adamw/weight_decay",schemaPath:"#/properties/adamw/properties/weight_decay/type",keyword:"type",params:{type: schema45.properties.adamw.properties.weight_decay.type},message:"must be number,string",schema:schema45.properties.adamw.properties.weight_decay.type,parentSchema:schema45.properties.adamw.properties.weight_decay,data:data33};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if(typeof data33 === "string"){
if(data33.length > 1000){
const err82 = {instancePath:instancePath+"/adamw/weight_decay",schemaPath:"#/properties/adamw/properties/weight_decay/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.adamw.properties.weight_decay,data:data33};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
if(data33.length < 1){
const err83 = {instancePath:instancePath+"/adamw/weight_decay",schemaPath:"#/properties/adamw/properties/weight_decay/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.adamw.properties.weight_decay,data:data33};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
}
if(data29.convention !== undefined && func0.call(data29, "convention")){
let data34 = data29.convention;
if(typeof data34 !== "string"){
const err84 = {instancePath:instancePath+"/adamw/convention",schemaPath:"#/properties/adamw/properties/convention/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.adamw.properties.convention.type,parentSchema:schema45.properties.adamw.properties.convention,data:data34};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if(!((data34 === "keras") || (data34 === "torch"))){
const err85 = {instancePath:instancePath+"/adamw/convention",schemaPath:"#/properties/adamw/properties/convention/enum",keyword:"enum",params:{allowedValues: schema45.properties.adamw.properties.convention.enum},message:"must be equal to one of the allowed values",schema:schema45.properties.adamw.properties.convention.enum,parentSchema:schema45.properties.adamw.properties.convention,data:data34};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
}
else {
const err86 = {instancePath:instancePath+"/adamw",schemaPath:"#/properties/adamw/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema45.properties.adamw.type,parentSchema:schema45.properties.adamw,data:data29};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data.nadam !== undefined && func0.call(data, "nadam")){
let data35 = data.nadam;
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
if(data35.beta1 !== undefined && func0.call(data35, "beta1")){
let data36 = data35.beta1;
if((!((typeof data36 == "number") && (isFinite(data36)))) && (typeof data36 !== "string")){
const err87 = {instancePath:instancePath+"/nadam/beta1",schemaPath:"#/properties/nadam/properties/beta1/type",keyword:"type",params:{type: schema45.properties.nadam.properties.beta1.type},message:"must be number,string",schema:schema45.properties.nadam.properties.beta1.type,parentSchema:schema45.properties.nadam.properties.beta1,data:data36};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
if(typeof data36 === "string"){
if(data36.length > 1000){
const err88 = {instancePath:instancePath+"/nadam/beta1",schemaPath:"#/properties/nadam/properties/beta1/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.nadam.properties.beta1,data:data36};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if(data36.length < 1){
const err89 = {instancePath:instancePath+"/nadam/beta1",schemaPath:"#/properties/nadam/properties/beta1/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.nadam.properties.beta1,data:data36};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
}
if(data35.beta2 !== undefined && func0.call(data35, "beta2")){
let data37 = data35.beta2;
if((!((typeof data37 == "number") && (isFinite(data37)))) && (typeof data37 !== "string")){
const err90 = {instancePath:instancePath+"/nadam/beta2",schemaPath:"#/properties/nadam/properties/beta2/type",keyword:"type",params:{type: schema45.properties.nadam.properties.beta2.type},message:"must be number,string",schema:schema45.properties.nadam.properties.beta2.type,parentSchema:schema45.properties.nadam.properties.beta2,data:data37};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
if(typeof data37 === "string"){
if(data37.length > 1000){
const err91 = {instancePath:instancePath+"/nadam/beta2",schemaPath:"#/properties/nadam/properties/beta2/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.nadam.properties.beta2,data:data37};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
if(data37.length < 1){
const err92 = {instancePath:instancePath+"/nadam/beta2",schemaPath:"#/properties/nadam/properties/beta2/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.nadam.properties.beta2,data:data37};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
if(data35.epsilon !== undefined && func0.call(data35, "epsilon")){
let data38 = data35.epsilon;
if((!((typeof data38 == "number") && (isFinite(data38)))) && (typeof data38 !== "string")){
const err93 = {instancePath:instancePath+"/nadam/epsilon",schemaPath:"#/properties/nadam/properties/epsilon/type",keyword:"type",params:{type: schema45.properties.nadam.properties.epsilon.type},message:"must be number,string",schema:schema45.properties.nadam.properties.epsilon.type,parentSchema:schema45.properties.nadam.properties.epsilon,data:data38};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
if(typeof data38 === "string"){
if(data38.length > 1000){
const err94 = {instancePath:instancePath+"/nadam/epsilon",schemaPath:"#/properties/nadam/properties/epsilon/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.nadam.properties.epsilon,data:data38};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if(data38.length < 1){
const err95 = {instancePath:instancePath+"/nadam/epsilon",schemaPath:"#/properties/nadam/properties/epsilon/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.nadam.properties.epsilon,data:data38};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
}
if(data35.weight_decay !== undefined && func0.call(data35, "weight_decay")){
let data39 = data35.weight_decay;
if((!((typeof data39 == "number") && (isFinite(data39)))) && (typeof data39 !== "string")){
const err96 = {instancePath:instancePath+"/nadam/weight_decay",schemaPath:"#/properties/nadam/properties/weight_decay/type",keyword:"type",params:{type: schema45.properties.nadam.properties.weight_decay.type},message:"must be number,string",schema:schema45.properties.nadam.properties.weight_decay.type,parentSchema:schema45.properties.nadam.properties.weight_decay,data:data39};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
if(typeof data39 === "string"){
if(data39.length > 1000){
const err97 = {instancePath:instancePath+"/nadam/weight_decay",schemaPath:"#/properties/nadam/properties/weight_decay/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema45.properties.nadam.properties.weight_decay,data:data39};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if(data39.length < 1){
const err98 = {instancePath:instancePath+"/nadam/weight_decay",schemaPath:"#/properties/nadam/properties/weight_decay/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema45.properties.nadam.properties.weight_decay,data:data39};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
}
if(data35.convention !== undefined && func0.call(data35, "convention")){
let data40 = data35.convention;
if(typeof data40 !== "string"){
const err99 = {instancePath:instancePath+"/nadam/convention",schemaPath:"#/properties/nadam/properties/convention/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.nadam.properties.convention.type,parentSchema:schema45.properties.nadam.properties.convention,data:data40};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if(!((data40 === "keras") || (data40 === "torch"))){
const err100 = {instancePath:instancePath+"/nadam/convention",schemaPath:"#/properties/nadam/properties/convention/enum",keyword:"enum",params:{allowedValues: schema45.properties.nadam.properties.convention.enum},message:"must be equal to one of the allowed values",schema:schema45.properties.nadam.properties.convention.enum,parentSchema:schema45.properties.nadam.properties.convention,data:data40};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
}
else {
const err101 = {instancePath:instancePath+"/nadam",schemaPath:"#/properties/nadam/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema45.properties.nadam.type,parentSchema:schema45.properties.nadam,data:data35};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
}
validate158.errors = vErrors;
return errors === 0;
}

const schema46 = {"title":"rate or schedule","type":["number","string","object"],"minLength":1,"maxLength":1000,"minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"step_decay":{"title":"step decay","type":"object","required":["every"],"additionalProperties":false,"properties":{"start":{"title":"start","type":["number","string"],"minLength":1,"maxLength":1000},"factor":{"title":"factor","type":["number","string"],"minLength":1,"maxLength":1000},"every":{"title":"every","type":["integer","string"],"minLength":1,"maxLength":1000},"unit":{"title":"unit","type":"string","enum":["step","epoch"]}}},"exponential":{"title":"exponential decay","type":"object","required":["factor"],"additionalProperties":false,"properties":{"start":{"title":"start","type":["number","string"],"minLength":1,"maxLength":1000},"factor":{"title":"factor","type":["number","string"],"minLength":1,"maxLength":1000},"every":{"title":"every","type":["integer","string"],"minLength":1,"maxLength":1000},"unit":{"title":"unit","type":"string","enum":["step","epoch"]}}},"cosine":{"title":"cosine","type":"object","required":["length"],"additionalProperties":false,"properties":{"start":{"title":"start","type":["number","string"],"minLength":1,"maxLength":1000},"floor":{"title":"floor","type":["number","string"],"minLength":1,"maxLength":1000},"length":{"title":"length","type":["integer","string"],"minLength":1,"maxLength":1000},"unit":{"title":"unit","type":"string","enum":["step","epoch"]}}},"halve_after_epoch":{"title":"halve after epoch","type":"object","required":["after"],"additionalProperties":false,"properties":{"start":{"title":"start","type":["number","string"],"minLength":1,"maxLength":1000},"after":{"title":"after","type":["integer","string"],"minLength":1,"maxLength":1000},"factor":{"title":"factor","type":["number","string"],"minLength":1,"maxLength":1000}}},"reduce_on_plateau":{"title":"reduce on plateau","type":"object","additionalProperties":false,"properties":{"start":{"title":"start","type":["number","string"],"minLength":1,"maxLength":1000},"factor":{"title":"factor","type":["number","string"],"minLength":1,"maxLength":1000},"patience":{"title":"patience","type":["integer","string"],"minLength":1,"maxLength":1000},"min_delta":{"title":"smallest improvement","type":["number","string"],"minLength":1,"maxLength":1000},"cooldown":{"title":"cooldown","type":["integer","string"],"minLength":1,"maxLength":1000},"floor":{"title":"floor","type":["number","string"],"minLength":1,"maxLength":1000}}},"warm_up":{"title":"warm-up","type":"object","required":["length"],"additionalProperties":false,"properties":{"length":{"title":"length","type":["integer","string"],"minLength":1,"maxLength":1000},"unit":{"title":"unit","type":"string","enum":["step","epoch"]},"then":{"$ref":"#/definitions/trainingRate","title":"then"}}}}};
const wrapper1 = {validate: validate160};

function validate160(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(((!((typeof data == "number") && (isFinite(data)))) && (typeof data !== "string")) && (!(data && typeof data == "object" && !Array.isArray(data)))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema46.type},message:"must be number,string,object",schema:schema46.type,parentSchema:schema46,data};
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
const err1 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.length < 1){
const err2 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46,data};
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
if(Object.keys(data).length > 1){
const err3 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema46,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(Object.keys(data).length < 1){
const err4 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema46,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((key0 === "step_decay") || (key0 === "exponential")) || (key0 === "cosine")) || (key0 === "halve_after_epoch")) || (key0 === "reduce_on_plateau")) || (key0 === "warm_up"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema46,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.step_decay !== undefined && func0.call(data, "step_decay")){
let data0 = data.step_decay;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if((data0.every === undefined) || (!(func0.call(data0, "every")))){
const err6 = {instancePath:instancePath+"/step_decay",schemaPath:"#/properties/step_decay/required",keyword:"required",params:{missingProperty: "every"},message:"must have required property '"+"every"+"'",schema:schema46.properties.step_decay.required,parentSchema:schema46.properties.step_decay,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
for(const key1 of Object.keys(data0)){
if(!((((key1 === "start") || (key1 === "factor")) || (key1 === "every")) || (key1 === "unit"))){
const err7 = {instancePath:instancePath+"/step_decay",schemaPath:"#/properties/step_decay/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema46.properties.step_decay,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data0.start !== undefined && func0.call(data0, "start")){
let data1 = data0.start;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
const err8 = {instancePath:instancePath+"/step_decay/start",schemaPath:"#/properties/step_decay/properties/start/type",keyword:"type",params:{type: schema46.properties.step_decay.properties.start.type},message:"must be number,string",schema:schema46.properties.step_decay.properties.start.type,parentSchema:schema46.properties.step_decay.properties.start,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(typeof data1 === "string"){
if(data1.length > 1000){
const err9 = {instancePath:instancePath+"/step_decay/start",schemaPath:"#/properties/step_decay/properties/start/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.step_decay.properties.start,data:data1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data1.length < 1){
const err10 = {instancePath:instancePath+"/step_decay/start",schemaPath:"#/properties/step_decay/properties/start/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.step_decay.properties.start,data:data1};
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
if(data0.factor !== undefined && func0.call(data0, "factor")){
let data2 = data0.factor;
if((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")){
const err11 = {instancePath:instancePath+"/step_decay/factor",schemaPath:"#/properties/step_decay/properties/factor/type",keyword:"type",params:{type: schema46.properties.step_decay.properties.factor.type},message:"must be number,string",schema:schema46.properties.step_decay.properties.factor.type,parentSchema:schema46.properties.step_decay.properties.factor,data:data2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(typeof data2 === "string"){
if(data2.length > 1000){
const err12 = {instancePath:instancePath+"/step_decay/factor",schemaPath:"#/properties/step_decay/properties/factor/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.step_decay.properties.factor,data:data2};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data2.length < 1){
const err13 = {instancePath:instancePath+"/step_decay/factor",schemaPath:"#/properties/step_decay/properties/factor/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.step_decay.properties.factor,data:data2};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
if(data0.every !== undefined && func0.call(data0, "every")){
let data3 = data0.every;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (typeof data3 !== "string")){
const err14 = {instancePath:instancePath+"/step_decay/every",schemaPath:"#/properties/step_decay/properties/every/type",keyword:"type",params:{type: schema46.properties.step_decay.properties.every.type},message:"must be integer,string",schema:schema46.properties.step_decay.properties.every.type,parentSchema:schema46.properties.step_decay.properties.every,data:data3};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(typeof data3 === "string"){
if(data3.length > 1000){
const err15 = {instancePath:instancePath+"/step_decay/every",schemaPath:"#/properties/step_decay/properties/every/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.step_decay.properties.every,data:data3};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data3.length < 1){
const err16 = {instancePath:instancePath+"/step_decay/every",schemaPath:"#/properties/step_decay/properties/every/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.step_decay.properties.every,data:data3};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
if(data0.unit !== undefined && func0.call(data0, "unit")){
let data4 = data0.unit;
if(typeof data4 !== "string"){
const err17 = {instancePath:instancePath+"/step_decay/unit",schemaPath:"#/properties/step_decay/properties/unit/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema46.properties.step_decay.properties.unit.type,parentSchema:schema46.properties.step_decay.properties.unit,data:data4};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(!((data4 === "step") || (data4 === "epoch"))){
const err18 = {instancePath:instancePath+"/step_decay/unit",schemaPath:"#/properties/step_decay/properties/unit/enum",keyword:"enum",params:{allowedValues: schema46.properties.step_decay.properties.unit.enum},message:"must be equal to one of the allowed values",schema:schema46.properties.step_decay.properties.unit.enum,parentSchema:schema46.properties.step_decay.properties.unit,data:data4};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/step_decay",schemaPath:"#/properties/step_decay/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema46.properties.step_decay.type,parentSchema:schema46.properties.step_decay,data:data0};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.exponential !== undefined && func0.call(data, "exponential")){
let data5 = data.exponential;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if((data5.factor === undefined) || (!(func0.call(data5, "factor")))){
const err20 = {instancePath:instancePath+"/exponential",schemaPath:"#/properties/exponential/required",keyword:"required",params:{missingProperty: "factor"},message:"must have required property '"+"factor"+"'",schema:schema46.properties.exponential.required,parentSchema:schema46.properties.exponential,data:data5};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
for(const key2 of Object.keys(data5)){
if(!((((key2 === "start") || (key2 === "factor")) || (key2 === "every")) || (key2 === "unit"))){
const err21 = {instancePath:instancePath+"/exponential",schemaPath:"#/properties/exponential/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema46.properties.exponential,data:data5};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data5.start !== undefined && func0.call(data5, "start")){
let data6 = data5.start;
if((!((typeof data6 == "number") && (isFinite(data6)))) && (typeof data6 !== "string")){
const err22 = {instancePath:instancePath+"/exponential/start",schemaPath:"#/properties/exponential/properties/start/type",keyword:"type",params:{type: schema46.properties.exponential.properties.start.type},message:"must be number,string",schema:schema46.properties.exponential.properties.start.type,parentSchema:schema46.properties.exponential.properties.start,data:data6};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(typeof data6 === "string"){
if(data6.length > 1000){
const err23 = {instancePath:instancePath+"/exponential/start",schemaPath:"#/properties/exponential/properties/start/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.exponential.properties.start,data:data6};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(data6.length < 1){
const err24 = {instancePath:instancePath+"/exponential/start",schemaPath:"#/properties/exponential/properties/start/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.exponential.properties.start,data:data6};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
if(data5.factor !== undefined && func0.call(data5, "factor")){
let data7 = data5.factor;
if((!((typeof data7 == "number") && (isFinite(data7)))) && (typeof data7 !== "string")){
const err25 = {instancePath:instancePath+"/exponential/factor",schemaPath:"#/properties/exponential/properties/factor/type",keyword:"type",params:{type: schema46.properties.exponential.properties.factor.type},message:"must be number,string",schema:schema46.properties.exponential.properties.factor.type,parentSchema:schema46.properties.exponential.properties.factor,data:data7};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(typeof data7 === "string"){
if(data7.length > 1000){
const err26 = {instancePath:instancePath+"/exponential/factor",schemaPath:"#/properties/exponential/properties/factor/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.exponential.properties.factor,data:data7};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(data7.length < 1){
const err27 = {instancePath:instancePath+"/exponential/factor",schemaPath:"#/properties/exponential/properties/factor/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.exponential.properties.factor,data:data7};
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
if(data5.every !== undefined && func0.call(data5, "every")){
let data8 = data5.every;
if((!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))) && (typeof data8 !== "string")){
const err28 = {instancePath:instancePath+"/exponential/every",schemaPath:"#/properties/exponential/properties/every/type",keyword:"type",params:{type: schema46.properties.exponential.properties.every.type},message:"must be integer,string",schema:schema46.properties.exponential.properties.every.type,parentSchema:schema46.properties.exponential.properties.every,data:data8};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(typeof data8 === "string"){
if(data8.length > 1000){
const err29 = {instancePath:instancePath+"/exponential/every",schemaPath:"#/properties/exponential/properties/every/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.exponential.properties.every,data:data8};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data8.length < 1){
const err30 = {instancePath:instancePath+"/exponential/every",schemaPath:"#/properties/exponential/properties/every/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.exponential.properties.every,data:data8};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
if(data5.unit !== undefined && func0.call(data5, "unit")){
let data9 = data5.unit;
if(typeof data9 !== "string"){
const err31 = {instancePath:instancePath+"/exponential/unit",schemaPath:"#/properties/exponential/properties/unit/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema46.properties.exponential.properties.unit.type,parentSchema:schema46.properties.exponential.properties.unit,data:data9};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(!((data9 === "step") || (data9 === "epoch"))){
const err32 = {instancePath:instancePath+"/exponential/unit",schemaPath:"#/properties/exponential/properties/unit/enum",keyword:"enum",params:{allowedValues: schema46.properties.exponential.properties.unit.enum},message:"must be equal to one of the allowed values",schema:schema46.properties.exponential.properties.unit.enum,parentSchema:schema46.properties.exponential.properties.unit,data:data9};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath:instancePath+"/exponential",schemaPath:"#/properties/exponential/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema46.properties.exponential.type,parentSchema:schema46.properties.exponential,data:data5};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.cosine !== undefined && func0.call(data, "cosine")){
let data10 = data.cosine;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if((data10.length === undefined) || (!(func0.call(data10, "length")))){
const err34 = {instancePath:instancePath+"/cosine",schemaPath:"#/properties/cosine/required",keyword:"required",params:{missingProperty: "length"},message:"must have required property '"+"length"+"'",schema:schema46.properties.cosine.required,parentSchema:schema46.properties.cosine,data:data10};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
for(const key3 of Object.keys(data10)){
if(!((((key3 === "start") || (key3 === "floor")) || (key3 === "length")) || (key3 === "unit"))){
const err35 = {instancePath:instancePath+"/cosine",schemaPath:"#/properties/cosine/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema46.properties.cosine,data:data10};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data10.start !== undefined && func0.call(data10, "start")){
let data11 = data10.start;
if((!((typeof data11 == "number") && (isFinite(data11)))) && (typeof data11 !== "string")){
const err36 = {instancePath:instancePath+"/cosine/start",schemaPath:"#/properties/cosine/properties/start/type",keyword:"type",params:{type: schema46.properties.cosine.properties.start.type},message:"must be number,string",schema:schema46.properties.cosine.properties.start.type,parentSchema:schema46.properties.cosine.properties.start,data:data11};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(typeof data11 === "string"){
if(data11.length > 1000){
const err37 = {instancePath:instancePath+"/cosine/start",schemaPath:"#/properties/cosine/properties/start/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.cosine.properties.start,data:data11};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data11.length < 1){
const err38 = {instancePath:instancePath+"/cosine/start",schemaPath:"#/properties/cosine/properties/start/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.cosine.properties.start,data:data11};
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
if(data10.floor !== undefined && func0.call(data10, "floor")){
let data12 = data10.floor;
if((!((typeof data12 == "number") && (isFinite(data12)))) && (typeof data12 !== "string")){
const err39 = {instancePath:instancePath+"/cosine/floor",schemaPath:"#/properties/cosine/properties/floor/type",keyword:"type",params:{type: schema46.properties.cosine.properties.floor.type},message:"must be number,string",schema:schema46.properties.cosine.properties.floor.type,parentSchema:schema46.properties.cosine.properties.floor,data:data12};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if(typeof data12 === "string"){
if(data12.length > 1000){
const err40 = {instancePath:instancePath+"/cosine/floor",schemaPath:"#/properties/cosine/properties/floor/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.cosine.properties.floor,data:data12};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data12.length < 1){
const err41 = {instancePath:instancePath+"/cosine/floor",schemaPath:"#/properties/cosine/properties/floor/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.cosine.properties.floor,data:data12};
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
if(data10.length !== undefined && func0.call(data10, "length")){
let data13 = data10.length;
if((!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))) && (typeof data13 !== "string")){
const err42 = {instancePath:instancePath+"/cosine/length",schemaPath:"#/properties/cosine/properties/length/type",keyword:"type",params:{type: schema46.properties.cosine.properties.length.type},message:"must be integer,string",schema:schema46.properties.cosine.properties.length.type,parentSchema:schema46.properties.cosine.properties.length,data:data13};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(typeof data13 === "string"){
if(data13.length > 1000){
const err43 = {instancePath:instancePath+"/cosine/length",schemaPath:"#/properties/cosine/properties/length/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.cosine.properties.length,data:data13};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(data13.length < 1){
const err44 = {instancePath:instancePath+"/cosine/length",schemaPath:"#/properties/cosine/properties/length/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.cosine.properties.length,data:data13};
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
if(data10.unit !== undefined && func0.call(data10, "unit")){
let data14 = data10.unit;
if(typeof data14 !== "string"){
const err45 = {instancePath:instancePath+"/cosine/unit",schemaPath:"#/properties/cosine/properties/unit/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema46.properties.cosine.properties.unit.type,parentSchema:schema46.properties.cosine.properties.unit,data:data14};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(!((data14 === "step") || (data14 === "epoch"))){
const err46 = {instancePath:instancePath+"/cosine/unit",schemaPath:"#/properties/cosine/properties/unit/enum",keyword:"enum",params:{allowedValues: schema46.properties.cosine.properties.unit.enum},message:"must be equal to one of the allowed values",schema:schema46.properties.cosine.properties.unit.enum,parentSchema:schema46.properties.cosine.properties.unit,data:data14};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
}
else {
const err47 = {instancePath:instancePath+"/cosine",schemaPath:"#/properties/cosine/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema46.properties.cosine.type,parentSchema:schema46.properties.cosine,data:data10};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data.halve_after_epoch !== undefined && func0.call(data, "halve_after_epoch")){
let data15 = data.halve_after_epoch;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
if((data15.after === undefined) || (!(func0.call(data15, "after")))){
const err48 = {instancePath:instancePath+"/halve_after_epoch",schemaPath:"#/properties/halve_after_epoch/required",keyword:"required",params:{missingProperty: "after"},message:"must have required property '"+"after"+"'",schema:schema46.properties.halve_after_epoch.required,parentSchema:schema46.properties.halve_after_epoch,data:data15};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
for(const key4 of Object.keys(data15)){
if(!(((key4 === "start") || (key4 === "after")) || (key4 === "factor"))){
const err49 = {instancePath:instancePath+"/halve_after_epoch",schemaPath:"#/properties/halve_after_epoch/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema46.properties.halve_after_epoch,data:data15};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data15.start !== undefined && func0.call(data15, "start")){
let data16 = data15.start;
if((!((typeof data16 == "number") && (isFinite(data16)))) && (typeof data16 !== "string")){
const err50 = {instancePath:instancePath+"/halve_after_epoch/start",schemaPath:"#/properties/halve_after_epoch/properties/start/type",keyword:"type",params:{type: schema46.properties.halve_after_epoch.properties.start.type},message:"must be number,string",schema:schema46.properties.halve_after_epoch.properties.start.type,parentSchema:schema46.properties.halve_after_epoch.properties.start,data:data16};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(typeof data16 === "string"){
if(data16.length > 1000){
const err51 = {instancePath:instancePath+"/halve_after_epoch/start",schemaPath:"#/properties/halve_after_epoch/properties/start/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.halve_after_epoch.properties.start,data:data16};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if(data16.length < 1){
const err52 = {instancePath:instancePath+"/halve_after_epoch/start",schemaPath:"#/properties/halve_after_epoch/properties/start/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.halve_after_epoch.properties.start,data:data16};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
if(data15.after !== undefined && func0.call(data15, "after")){
let data17 = data15.after;
if((!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))) && (typeof data17 !== "string")){
const err53 = {instancePath:instancePath+"/halve_after_epoch/after",schemaPath:"#/properties/halve_after_epoch/properties/after/type",keyword:"type",params:{type: schema46.properties.halve_after_epoch.properties.after.type},message:"must be integer,string",schema:schema46.properties.halve_after_epoch.properties.after.type,parentSchema:schema46.properties.halve_after_epoch.properties.after,data:data17};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
if(typeof data17 === "string"){
if(data17.length > 1000){
const err54 = {instancePath:instancePath+"/halve_after_epoch/after",schemaPath:"#/properties/halve_after_epoch/properties/after/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.halve_after_epoch.properties.after,data:data17};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data17.length < 1){
const err55 = {instancePath:instancePath+"/halve_after_epoch/after",schemaPath:"#/properties/halve_after_epoch/properties/after/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.halve_after_epoch.properties.after,data:data17};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
if(data15.factor !== undefined && func0.call(data15, "factor")){
let data18 = data15.factor;
if((!((typeof data18 == "number") && (isFinite(data18)))) && (typeof data18 !== "string")){
const err56 = {instancePath:instancePath+"/halve_after_epoch/factor",schemaPath:"#/properties/halve_after_epoch/properties/factor/type",keyword:"type",params:{type: schema46.properties.halve_after_epoch.properties.factor.type},message:"must be number,string",schema:schema46.properties.halve_after_epoch.properties.factor.type,parentSchema:schema46.properties.halve_after_epoch.properties.factor,data:data18};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(typeof data18 === "string"){
if(data18.length > 1000){
const err57 = {instancePath:instancePath+"/halve_after_epoch/factor",schemaPath:"#/properties/halve_after_epoch/properties/factor/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.halve_after_epoch.properties.factor,data:data18};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data18.length < 1){
const err58 = {instancePath:instancePath+"/halve_after_epoch/factor",schemaPath:"#/properties/halve_after_epoch/properties/factor/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.halve_after_epoch.properties.factor,data:data18};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
}
else {
const err59 = {instancePath:instancePath+"/halve_after_epoch",schemaPath:"#/properties/halve_after_epoch/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema46.properties.halve_after_epoch.type,parentSchema:schema46.properties.halve_after_epoch,data:data15};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data.reduce_on_plateau !== undefined && func0.call(data, "reduce_on_plateau")){
let data19 = data.reduce_on_plateau;
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
for(const key5 of Object.keys(data19)){
if(!((((((key5 === "start") || (key5 === "factor")) || (key5 === "patience")) || (key5 === "min_delta")) || (key5 === "cooldown")) || (key5 === "floor"))){
const err60 = {instancePath:instancePath+"/reduce_on_plateau",schemaPath:"#/properties/reduce_on_plateau/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema46.properties.reduce_on_plateau,data:data19};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data19.start !== undefined && func0.call(data19, "start")){
let data20 = data19.start;
if((!((typeof data20 == "number") && (isFinite(data20)))) && (typeof data20 !== "string")){
const err61 = {instancePath:instancePath+"/reduce_on_plateau/start",schemaPath:"#/properties/reduce_on_plateau/properties/start/type",keyword:"type",params:{type: schema46.properties.reduce_on_plateau.properties.start.type},message:"must be number,string",schema:schema46.properties.reduce_on_plateau.properties.start.type,parentSchema:schema46.properties.reduce_on_plateau.properties.start,data:data20};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(typeof data20 === "string"){
if(data20.length > 1000){
const err62 = {instancePath:instancePath+"/reduce_on_plateau/start",schemaPath:"#/properties/reduce_on_plateau/properties/start/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.reduce_on_plateau.properties.start,data:data20};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(data20.length < 1){
const err63 = {instancePath:instancePath+"/reduce_on_plateau/start",schemaPath:"#/properties/reduce_on_plateau/properties/start/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.reduce_on_plateau.properties.start,data:data20};
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
if(data19.factor !== undefined && func0.call(data19, "factor")){
let data21 = data19.factor;
if((!((typeof data21 == "number") && (isFinite(data21)))) && (typeof data21 !== "string")){
const err64 = {instancePath:instancePath+"/reduce_on_plateau/factor",schemaPath:"#/properties/reduce_on_plateau/properties/factor/type",keyword:"type",params:{type: schema46.properties.reduce_on_plateau.properties.factor.type},message:"must be number,string",schema:schema46.properties.reduce_on_plateau.properties.factor.type,parentSchema:schema46.properties.reduce_on_plateau.properties.factor,data:data21};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(typeof data21 === "string"){
if(data21.length > 1000){
const err65 = {instancePath:instancePath+"/reduce_on_plateau/factor",schemaPath:"#/properties/reduce_on_plateau/properties/factor/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.reduce_on_plateau.properties.factor,data:data21};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
if(data21.length < 1){
const err66 = {instancePath:instancePath+"/reduce_on_plateau/factor",schemaPath:"#/properties/reduce_on_plateau/properties/factor/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.reduce_on_plateau.properties.factor,data:data21};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
}
if(data19.patience !== undefined && func0.call(data19, "patience")){
let data22 = data19.patience;
if((!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))) && (typeof data22 !== "string")){
const err67 = {instancePath:instancePath+"/reduce_on_plateau/patience",schemaPath:"#/properties/reduce_on_plateau/properties/patience/type",keyword:"type",params:{type: schema46.properties.reduce_on_plateau.properties.patience.type},message:"must be integer,string",schema:schema46.properties.reduce_on_plateau.properties.patience.type,parentSchema:schema46.properties.reduce_on_plateau.properties.patience,data:data22};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(typeof data22 === "string"){
if(data22.length > 1000){
const err68 = {instancePath:instancePath+"/reduce_on_plateau/patience",schemaPath:"#/properties/reduce_on_plateau/properties/patience/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.reduce_on_plateau.properties.patience,data:data22};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data22.length < 1){
const err69 = {instancePath:instancePath+"/reduce_on_plateau/patience",schemaPath:"#/properties/reduce_on_plateau/properties/patience/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.reduce_on_plateau.properties.patience,data:data22};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
}
if(data19.min_delta !== undefined && func0.call(data19, "min_delta")){
let data23 = data19.min_delta;
if((!((typeof data23 == "number") && (isFinite(data23)))) && (typeof data23 !== "string")){
const err70 = {instancePath:instancePath+"/reduce_on_plateau/min_delta",schemaPath:"#/properties/reduce_on_plateau/properties/min_delta/type",keyword:"type",params:{type: schema46.properties.reduce_on_plateau.properties.min_delta.type},message:"must be number,string",schema:schema46.properties.reduce_on_plateau.properties.min_delta.type,parentSchema:schema46.properties.reduce_on_plateau.properties.min_delta,data:data23};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if(typeof data23 === "string"){
if(data23.length > 1000){
const err71 = {instancePath:instancePath+"/reduce_on_plateau/min_delta",schemaPath:"#/properties/reduce_on_plateau/properties/min_delta/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.reduce_on_plateau.properties.min_delta,data:data23};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(data23.length < 1){
const err72 = {instancePath:instancePath+"/reduce_on_plateau/min_delta",schemaPath:"#/properties/reduce_on_plateau/properties/min_delta/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.reduce_on_plateau.properties.min_delta,data:data23};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
}
if(data19.cooldown !== undefined && func0.call(data19, "cooldown")){
let data24 = data19.cooldown;
if((!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24)))) && (typeof data24 !== "string")){
const err73 = {instancePath:instancePath+"/reduce_on_plateau/cooldown",schemaPath:"#/properties/reduce_on_plateau/properties/cooldown/type",keyword:"type",params:{type: schema46.properties.reduce_on_plateau.properties.cooldown.type},message:"must be integer,string",schema:schema46.properties.reduce_on_plateau.properties.cooldown.type,parentSchema:schema46.properties.reduce_on_plateau.properties.cooldown,data:data24};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if(typeof data24 === "string"){
if(data24.length > 1000){
const err74 = {instancePath:instancePath+"/reduce_on_plateau/cooldown",schemaPath:"#/properties/reduce_on_plateau/properties/cooldown/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.reduce_on_plateau.properties.cooldown,data:data24};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
if(data24.length < 1){
const err75 = {instancePath:instancePath+"/reduce_on_plateau/cooldown",schemaPath:"#/properties/reduce_on_plateau/properties/cooldown/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.reduce_on_plateau.properties.cooldown,data:data24};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
if(data19.floor !== undefined && func0.call(data19, "floor")){
let data25 = data19.floor;
if((!((typeof data25 == "number") && (isFinite(data25)))) && (typeof data25 !== "string")){
const err76 = {instancePath:instancePath+"/reduce_on_plateau/floor",schemaPath:"#/properties/reduce_on_plateau/properties/floor/type",keyword:"type",params:{type: schema46.properties.reduce_on_plateau.properties.floor.type},message:"must be number,string",schema:schema46.properties.reduce_on_plateau.properties.floor.type,parentSchema:schema46.properties.reduce_on_plateau.properties.floor,data:data25};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(typeof data25 === "string"){
if(data25.length > 1000){
const err77 = {instancePath:instancePath+"/reduce_on_plateau/floor",schemaPath:"#/properties/reduce_on_plateau/properties/floor/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.reduce_on_plateau.properties.floor,data:data25};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if(data25.length < 1){
const err78 = {instancePath:instancePath+"/reduce_on_plateau/floor",schemaPath:"#/properties/reduce_on_plateau/properties/floor/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.reduce_on_plateau.properties.floor,data:data25};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
}
}
else {
const err79 = {instancePath:instancePath+"/reduce_on_plateau",schemaPath:"#/properties/reduce_on_plateau/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema46.properties.reduce_on_plateau.type,parentSchema:schema46.properties.reduce_on_plateau,data:data19};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data.warm_up !== undefined && func0.call(data, "warm_up")){
let data26 = data.warm_up;
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
if((data26.length === undefined) || (!(func0.call(data26, "length")))){
const err80 = {instancePath:instancePath+"/warm_up",schemaPath:"#/properties/warm_up/required",keyword:"required",params:{missingProperty: "length"},message:"must have required property '"+"length"+"'",schema:schema46.properties.warm_up.required,parentSchema:schema46.properties.warm_up,data:data26};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
for(const key6 of Object.keys(data26)){
if(!(((key6 === "length") || (key6 === "unit")) || (key6 === "then"))){
const err81 = {instancePath:instancePath+"/warm_up",schemaPath:"#/properties/warm_up/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema46.properties.warm_up,data:data26};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data26.length !== undefined && func0.call(data26, "length")){
let data27 = data26.length;
if((!(((typeof data27 == "number") && (!(data27 % 1) && !isNaN(data27))) && (isFinite(data27)))) && (typeof data27 !== "string")){
const err82 = {instancePath:instancePath+"/warm_up/length",schemaPath:"#/properties/warm_up/properties/length/type",keyword:"type",params:{type: schema46.properties.warm_up.properties.length.type},message:"must be integer,string",schema:schema46.properties.warm_up.properties.length.type,parentSchema:schema46.properties.warm_up.properties.length,data:data27};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
if(typeof data27 === "string"){
if(data27.length > 1000){
const err83 = {instancePath:instancePath+"/warm_up/length",schemaPath:"#/properties/warm_up/properties/length/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema46.properties.warm_up.properties.length,data:data27};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if(data27.length < 1){
const err84 = {instancePath:instancePath+"/warm_up/length",schemaPath:"#/properties/warm_up/properties/length/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema46.properties.warm_up.properties.length,data:data27};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
}
if(data26.unit !== undefined && func0.call(data26, "unit")){
let data28 = data26.unit;
if(typeof data28 !== "string"){
const err85 = {instancePath:instancePath+"/warm_up/unit",schemaPath:"#/properties/warm_up/properties/unit/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema46.properties.warm_up.properties.unit.type,parentSchema:schema46.properties.warm_up.properties.unit,data:data28};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
if(!((data28 === "step") || (data28 === "epoch"))){
const err86 = {instancePath:instancePath+"/warm_up/unit",schemaPath:"#/properties/warm_up/properties/unit/enum",keyword:"enum",params:{allowedValues: schema46.properties.warm_up.properties.unit.enum},message:"must be equal to one of the allowed values",schema:schema46.properties.warm_up.properties.unit.enum,parentSchema:schema46.properties.warm_up.properties.unit,data:data28};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data26.then !== undefined && func0.call(data26, "then")){
if(!(wrapper1.validate(data26.then, {instancePath:instancePath+"/warm_up/then",parentData:data26,parentDataProperty:"then",rootData}))){
vErrors = vErrors === null ? wrapper1.validate.errors : vErrors.concat(wrapper1.validate.errors);
errors = vErrors.length;
}
}
}
else {
const err87 = {instancePath:instancePath+"/warm_up",schemaPath:"#/properties/warm_up/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema46.properties.warm_up.type,parentSchema:schema46.properties.warm_up,data:data26};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
}
validate160.errors = vErrors;
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
if(!(validate142(data15.train, {instancePath:instancePath+"/data/source/train",parentData:data15,parentDataProperty:"train",rootData}))){
vErrors = vErrors === null ? validate142.errors : vErrors.concat(validate142.errors);
errors = vErrors.length;
}
}
if(data15.validation !== undefined && func0.call(data15, "validation")){
if(!(validate142(data15.validation, {instancePath:instancePath+"/data/source/validation",parentData:data15,parentDataProperty:"validation",rootData}))){
vErrors = vErrors === null ? validate142.errors : vErrors.concat(validate142.errors);
errors = vErrors.length;
}
}
if(data15.test !== undefined && func0.call(data15, "test")){
if(!(validate142(data15.test, {instancePath:instancePath+"/data/source/test",parentData:data15,parentDataProperty:"test",rootData}))){
vErrors = vErrors === null ? validate142.errors : vErrors.concat(validate142.errors);
errors = vErrors.length;
}
}
if(data15.task !== undefined && func0.call(data15, "task")){
if(!(validate146(data15.task, {instancePath:instancePath+"/data/source/task",parentData:data15,parentDataProperty:"task",rootData}))){
vErrors = vErrors === null ? validate146.errors : vErrors.concat(validate146.errors);
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
let data27 = data26[key7];
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
for(const key8 of Object.keys(data27)){
if(!(((key8 === "type") || (key8 === "normalize")) || (key8 === "values"))){
const err53 = {instancePath:instancePath+"/data/columns/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/data/properties/columns/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema6.properties.data.properties.columns.additionalProperties,data:data27};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data27.type !== undefined && func0.call(data27, "type")){
let data28 = data27.type;
if(typeof data28 !== "string"){
const err54 = {instancePath:instancePath+"/data/columns/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/properties/data/properties/columns/additionalProperties/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.data.properties.columns.additionalProperties.properties.type.type,parentSchema:schema6.properties.data.properties.columns.additionalProperties.properties.type,data:data28};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(!(((((data28 === "number") || (data28 === "category")) || (data28 === "time")) || (data28 === "text")) || (data28 === "ignore"))){
const err55 = {instancePath:instancePath+"/data/columns/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/properties/data/properties/columns/additionalProperties/properties/type/enum",keyword:"enum",params:{allowedValues: schema6.properties.data.properties.columns.additionalProperties.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema6.properties.data.properties.columns.additionalProperties.properties.type.enum,parentSchema:schema6.properties.data.properties.columns.additionalProperties.properties.type,data:data28};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data27.normalize !== undefined && func0.call(data27, "normalize")){
let data29 = data27.normalize;
if(typeof data29 !== "string"){
const err56 = {instancePath:instancePath+"/data/columns/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/normalize",schemaPath:"#/properties/data/properties/columns/additionalProperties/properties/normalize/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.data.properties.columns.additionalProperties.properties.normalize.type,parentSchema:schema6.properties.data.properties.columns.additionalProperties.properties.normalize,data:data29};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(!(((data29 === "standard") || (data29 === "minmax")) || (data29 === "none"))){
const err57 = {instancePath:instancePath+"/data/columns/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/normalize",schemaPath:"#/properties/data/properties/columns/additionalProperties/properties/normalize/enum",keyword:"enum",params:{allowedValues: schema6.properties.data.properties.columns.additionalProperties.properties.normalize.enum},message:"must be equal to one of the allowed values",schema:schema6.properties.data.properties.columns.additionalProperties.properties.normalize.enum,parentSchema:schema6.properties.data.properties.columns.additionalProperties.properties.normalize,data:data29};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data27.values !== undefined && func0.call(data27, "values")){
let data30 = data27.values;
if(Array.isArray(data30)){
if(data30.length > 100000){
const err58 = {instancePath:instancePath+"/data/columns/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/values",schemaPath:"#/properties/data/properties/columns/additionalProperties/properties/values/maxItems",keyword:"maxItems",params:{limit: 100000},message:"must NOT have more than 100000 items",schema:100000,parentSchema:schema6.properties.data.properties.columns.additionalProperties.properties.values,data:data30};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
if(data30.length < 1){
const err59 = {instancePath:instancePath+"/data/columns/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/values",schemaPath:"#/properties/data/properties/columns/additionalProperties/properties/values/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema6.properties.data.properties.columns.additionalProperties.properties.values,data:data30};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
const len2 = data30.length;
for(let i2=0; i2<len2; i2++){
let data31 = data30[i2];
if((typeof data31 !== "string") && (!((typeof data31 == "number") && (isFinite(data31))))){
const err60 = {instancePath:instancePath+"/data/columns/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/values/" + i2,schemaPath:"#/properties/data/properties/columns/additionalProperties/properties/values/items/type",keyword:"type",params:{type: schema6.properties.data.properties.columns.additionalProperties.properties.values.items.type},message:"must be string,number",schema:schema6.properties.data.properties.columns.additionalProperties.properties.values.items.type,parentSchema:schema6.properties.data.properties.columns.additionalProperties.properties.values.items,data:data31};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(typeof data31 === "string"){
if(data31.length > 10000){
const err61 = {instancePath:instancePath+"/data/columns/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/values/" + i2,schemaPath:"#/properties/data/properties/columns/additionalProperties/properties/values/items/maxLength",keyword:"maxLength",params:{limit: 10000},message:"must NOT have more than 10000 characters",schema:10000,parentSchema:schema6.properties.data.properties.columns.additionalProperties.properties.values.items,data:data31};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
}
}
else {
const err62 = {instancePath:instancePath+"/data/columns/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/values",schemaPath:"#/properties/data/properties/columns/additionalProperties/properties/values/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema6.properties.data.properties.columns.additionalProperties.properties.values.type,parentSchema:schema6.properties.data.properties.columns.additionalProperties.properties.values,data:data30};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
}
else {
const err63 = {instancePath:instancePath+"/data/columns/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/data/properties/columns/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.data.properties.columns.additionalProperties.type,parentSchema:schema6.properties.data.properties.columns.additionalProperties,data:data27};
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
else {
const err64 = {instancePath:instancePath+"/data/columns",schemaPath:"#/properties/data/properties/columns/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.data.properties.columns.type,parentSchema:schema6.properties.data.properties.columns,data:data26};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data14.group !== undefined && func0.call(data14, "group")){
let data32 = data14.group;
if(typeof data32 === "string"){
if(data32.length > 200){
const err65 = {instancePath:instancePath+"/data/group",schemaPath:"#/properties/data/properties/group/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema6.properties.data.properties.group,data:data32};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
if(data32.length < 1){
const err66 = {instancePath:instancePath+"/data/group",schemaPath:"#/properties/data/properties/group/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.data.properties.group,data:data32};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
else {
const err67 = {instancePath:instancePath+"/data/group",schemaPath:"#/properties/data/properties/group/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.data.properties.group.type,parentSchema:schema6.properties.data.properties.group,data:data32};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data14.windows !== undefined && func0.call(data14, "windows")){
if(!(validate148(data14.windows, {instancePath:instancePath+"/data/windows",parentData:data14,parentDataProperty:"windows",rootData}))){
vErrors = vErrors === null ? validate148.errors : vErrors.concat(validate148.errors);
errors = vErrors.length;
}
}
if(data14.feeds !== undefined && func0.call(data14, "feeds")){
let data34 = data14.feeds;
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
if(Object.keys(data34).length > 1000){
const err68 = {instancePath:instancePath+"/data/feeds",schemaPath:"#/properties/data/properties/feeds/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema6.properties.data.properties.feeds,data:data34};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(Object.keys(data34).length < 1){
const err69 = {instancePath:instancePath+"/data/feeds",schemaPath:"#/properties/data/properties/feeds/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema6.properties.data.properties.feeds,data:data34};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
for(const key9 of Object.keys(data34)){
if(!(validate150(data34[key9], {instancePath:instancePath+"/data/feeds/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data34,parentDataProperty:key9,rootData}))){
vErrors = vErrors === null ? validate150.errors : vErrors.concat(validate150.errors);
errors = vErrors.length;
}
}
}
else {
const err70 = {instancePath:instancePath+"/data/feeds",schemaPath:"#/properties/data/properties/feeds/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.data.properties.feeds.type,parentSchema:schema6.properties.data.properties.feeds,data:data34};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data14.split !== undefined && func0.call(data14, "split")){
if(!(validate152(data14.split, {instancePath:instancePath+"/data/split",parentData:data14,parentDataProperty:"split",rootData}))){
vErrors = vErrors === null ? validate152.errors : vErrors.concat(validate152.errors);
errors = vErrors.length;
}
}
if(data14.vocabulary !== undefined && func0.call(data14, "vocabulary")){
if(!(validate154(data14.vocabulary, {instancePath:instancePath+"/data/vocabulary",parentData:data14,parentDataProperty:"vocabulary",rootData}))){
vErrors = vErrors === null ? validate154.errors : vErrors.concat(validate154.errors);
errors = vErrors.length;
}
}
if(data14.shuffle !== undefined && func0.call(data14, "shuffle")){
let data38 = data14.shuffle;
if(typeof data38 !== "boolean"){
const err71 = {instancePath:instancePath+"/data/shuffle",schemaPath:"#/properties/data/properties/shuffle/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema6.properties.data.properties.shuffle.type,parentSchema:schema6.properties.data.properties.shuffle,data:data38};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data14.buckets !== undefined && func0.call(data14, "buckets")){
let data39 = data14.buckets;
if((!(((typeof data39 == "number") && (!(data39 % 1) && !isNaN(data39))) && (isFinite(data39)))) && (typeof data39 !== "string")){
const err72 = {instancePath:instancePath+"/data/buckets",schemaPath:"#/properties/data/properties/buckets/type",keyword:"type",params:{type: schema6.properties.data.properties.buckets.type},message:"must be integer,string",schema:schema6.properties.data.properties.buckets.type,parentSchema:schema6.properties.data.properties.buckets,data:data39};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
if(typeof data39 === "string"){
if(data39.length > 1000){
const err73 = {instancePath:instancePath+"/data/buckets",schemaPath:"#/properties/data/properties/buckets/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.data.properties.buckets,data:data39};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if(data39.length < 1){
const err74 = {instancePath:instancePath+"/data/buckets",schemaPath:"#/properties/data/properties/buckets/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.data.properties.buckets,data:data39};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
if(data14.bad_rows !== undefined && func0.call(data14, "bad_rows")){
let data40 = data14.bad_rows;
if(typeof data40 !== "string"){
const err75 = {instancePath:instancePath+"/data/bad_rows",schemaPath:"#/properties/data/properties/bad_rows/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.data.properties.bad_rows.type,parentSchema:schema6.properties.data.properties.bad_rows,data:data40};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
if(!((data40 === "stop") || (data40 === "skip"))){
const err76 = {instancePath:instancePath+"/data/bad_rows",schemaPath:"#/properties/data/properties/bad_rows/enum",keyword:"enum",params:{allowedValues: schema6.properties.data.properties.bad_rows.enum},message:"must be equal to one of the allowed values",schema:schema6.properties.data.properties.bad_rows.enum,parentSchema:schema6.properties.data.properties.bad_rows,data:data40};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
for(const key10 of Object.keys(data14)){
if(pattern0.test(key10)){
if(!(validate23(data14[key10], {instancePath:instancePath+"/data/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data14,parentDataProperty:key10,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err77 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.data.type,parentSchema:schema6.properties.data,data:data14};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data.training !== undefined && func0.call(data, "training")){
let data42 = data.training;
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
for(const key11 of Object.keys(data42)){
if(!((func0.call(schema6.properties.training.properties, key11)) || (pattern0.test(key11)))){
const err78 = {instancePath:instancePath+"/training",schemaPath:"#/properties/training/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema6.properties.training,data:data42};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data42.losses !== undefined && func0.call(data42, "losses")){
let data43 = data42.losses;
if(Array.isArray(data43)){
if(data43.length > 1000){
const err79 = {instancePath:instancePath+"/training/losses",schemaPath:"#/properties/training/properties/losses/maxItems",keyword:"maxItems",params:{limit: 1000},message:"must NOT have more than 1000 items",schema:1000,parentSchema:schema6.properties.training.properties.losses,data:data43};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
if(data43.length < 1){
const err80 = {instancePath:instancePath+"/training/losses",schemaPath:"#/properties/training/properties/losses/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema6.properties.training.properties.losses,data:data43};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
const len3 = data43.length;
for(let i3=0; i3<len3; i3++){
let data44 = data43[i3];
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
if((data44.type === undefined) || (!(func0.call(data44, "type")))){
const err81 = {instancePath:instancePath+"/training/losses/" + i3,schemaPath:"#/properties/training/properties/losses/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema6.properties.training.properties.losses.items.required,parentSchema:schema6.properties.training.properties.losses.items,data:data44};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if((data44.output === undefined) || (!(func0.call(data44, "output")))){
const err82 = {instancePath:instancePath+"/training/losses/" + i3,schemaPath:"#/properties/training/properties/losses/items/required",keyword:"required",params:{missingProperty: "output"},message:"must have required property '"+"output"+"'",schema:schema6.properties.training.properties.losses.items.required,parentSchema:schema6.properties.training.properties.losses.items,data:data44};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
for(const key12 of Object.keys(data44)){
if(!(func0.call(schema6.properties.training.properties.losses.items.properties, key12))){
const err83 = {instancePath:instancePath+"/training/losses/" + i3,schemaPath:"#/properties/training/properties/losses/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema6.properties.training.properties.losses.items,data:data44};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data44.type !== undefined && func0.call(data44, "type")){
let data45 = data44.type;
if(typeof data45 !== "string"){
const err84 = {instancePath:instancePath+"/training/losses/" + i3+"/type",schemaPath:"#/properties/training/properties/losses/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.training.properties.losses.items.properties.type.type,parentSchema:schema6.properties.training.properties.losses.items.properties.type,data:data45};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if(!(((((((((((data45 === "cross_entropy") || (data45 === "soft_cross_entropy")) || (data45 === "sigmoid_cross_entropy")) || (data45 === "mse")) || (data45 === "mae")) || (data45 === "huber")) || (data45 === "quantile")) || (data45 === "gaussian_nll")) || (data45 === "ctc")) || (data45 === "l1")) || (data45 === "l2"))){
const err85 = {instancePath:instancePath+"/training/losses/" + i3+"/type",schemaPath:"#/properties/training/properties/losses/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema6.properties.training.properties.losses.items.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema6.properties.training.properties.losses.items.properties.type.enum,parentSchema:schema6.properties.training.properties.losses.items.properties.type,data:data45};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data44.output !== undefined && func0.call(data44, "output")){
if(!(validate64(data44.output, {instancePath:instancePath+"/training/losses/" + i3+"/output",parentData:data44,parentDataProperty:"output",rootData}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
if(data44.target !== undefined && func0.call(data44, "target")){
let data47 = data44.target;
if(typeof data47 === "string"){
if(data47.length > 200){
const err86 = {instancePath:instancePath+"/training/losses/" + i3+"/target",schemaPath:"#/properties/training/properties/losses/items/properties/target/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema6.properties.training.properties.losses.items.properties.target,data:data47};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if(data47.length < 1){
const err87 = {instancePath:instancePath+"/training/losses/" + i3+"/target",schemaPath:"#/properties/training/properties/losses/items/properties/target/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.losses.items.properties.target,data:data47};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
else {
const err88 = {instancePath:instancePath+"/training/losses/" + i3+"/target",schemaPath:"#/properties/training/properties/losses/items/properties/target/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.training.properties.losses.items.properties.target.type,parentSchema:schema6.properties.training.properties.losses.items.properties.target,data:data47};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data44.weight !== undefined && func0.call(data44, "weight")){
let data48 = data44.weight;
if((!((typeof data48 == "number") && (isFinite(data48)))) && (typeof data48 !== "string")){
const err89 = {instancePath:instancePath+"/training/losses/" + i3+"/weight",schemaPath:"#/properties/training/properties/losses/items/properties/weight/type",keyword:"type",params:{type: schema6.properties.training.properties.losses.items.properties.weight.type},message:"must be number,string",schema:schema6.properties.training.properties.losses.items.properties.weight.type,parentSchema:schema6.properties.training.properties.losses.items.properties.weight,data:data48};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
if(typeof data48 === "string"){
if(data48.length > 1000){
const err90 = {instancePath:instancePath+"/training/losses/" + i3+"/weight",schemaPath:"#/properties/training/properties/losses/items/properties/weight/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.losses.items.properties.weight,data:data48};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
if(data48.length < 1){
const err91 = {instancePath:instancePath+"/training/losses/" + i3+"/weight",schemaPath:"#/properties/training/properties/losses/items/properties/weight/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.losses.items.properties.weight,data:data48};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
}
if(data44.reduce !== undefined && func0.call(data44, "reduce")){
let data49 = data44.reduce;
if(typeof data49 !== "string"){
const err92 = {instancePath:instancePath+"/training/losses/" + i3+"/reduce",schemaPath:"#/properties/training/properties/losses/items/properties/reduce/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.training.properties.losses.items.properties.reduce.type,parentSchema:schema6.properties.training.properties.losses.items.properties.reduce,data:data49};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
if(!(((data49 === "mean") || (data49 === "sum")) || (data49 === "batch"))){
const err93 = {instancePath:instancePath+"/training/losses/" + i3+"/reduce",schemaPath:"#/properties/training/properties/losses/items/properties/reduce/enum",keyword:"enum",params:{allowedValues: schema6.properties.training.properties.losses.items.properties.reduce.enum},message:"must be equal to one of the allowed values",schema:schema6.properties.training.properties.losses.items.properties.reduce.enum,parentSchema:schema6.properties.training.properties.losses.items.properties.reduce,data:data49};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data44.sample_weights !== undefined && func0.call(data44, "sample_weights")){
let data50 = data44.sample_weights;
if(typeof data50 === "string"){
if(data50.length > 200){
const err94 = {instancePath:instancePath+"/training/losses/" + i3+"/sample_weights",schemaPath:"#/properties/training/properties/losses/items/properties/sample_weights/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema6.properties.training.properties.losses.items.properties.sample_weights,data:data50};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if(data50.length < 1){
const err95 = {instancePath:instancePath+"/training/losses/" + i3+"/sample_weights",schemaPath:"#/properties/training/properties/losses/items/properties/sample_weights/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.losses.items.properties.sample_weights,data:data50};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
else {
const err96 = {instancePath:instancePath+"/training/losses/" + i3+"/sample_weights",schemaPath:"#/properties/training/properties/losses/items/properties/sample_weights/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.training.properties.losses.items.properties.sample_weights.type,parentSchema:schema6.properties.training.properties.losses.items.properties.sample_weights,data:data50};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data44.delta !== undefined && func0.call(data44, "delta")){
let data51 = data44.delta;
if((!((typeof data51 == "number") && (isFinite(data51)))) && (typeof data51 !== "string")){
const err97 = {instancePath:instancePath+"/training/losses/" + i3+"/delta",schemaPath:"#/properties/training/properties/losses/items/properties/delta/type",keyword:"type",params:{type: schema6.properties.training.properties.losses.items.properties.delta.type},message:"must be number,string",schema:schema6.properties.training.properties.losses.items.properties.delta.type,parentSchema:schema6.properties.training.properties.losses.items.properties.delta,data:data51};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if(typeof data51 === "string"){
if(data51.length > 1000){
const err98 = {instancePath:instancePath+"/training/losses/" + i3+"/delta",schemaPath:"#/properties/training/properties/losses/items/properties/delta/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.losses.items.properties.delta,data:data51};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
if(data51.length < 1){
const err99 = {instancePath:instancePath+"/training/losses/" + i3+"/delta",schemaPath:"#/properties/training/properties/losses/items/properties/delta/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.losses.items.properties.delta,data:data51};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
}
if(data44.quantiles !== undefined && func0.call(data44, "quantiles")){
let data52 = data44.quantiles;
if(Array.isArray(data52)){
if(data52.length > 1000){
const err100 = {instancePath:instancePath+"/training/losses/" + i3+"/quantiles",schemaPath:"#/properties/training/properties/losses/items/properties/quantiles/maxItems",keyword:"maxItems",params:{limit: 1000},message:"must NOT have more than 1000 items",schema:1000,parentSchema:schema6.properties.training.properties.losses.items.properties.quantiles,data:data52};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
if(data52.length < 1){
const err101 = {instancePath:instancePath+"/training/losses/" + i3+"/quantiles",schemaPath:"#/properties/training/properties/losses/items/properties/quantiles/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema6.properties.training.properties.losses.items.properties.quantiles,data:data52};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
const len4 = data52.length;
for(let i4=0; i4<len4; i4++){
let data53 = data52[i4];
if((!((typeof data53 == "number") && (isFinite(data53)))) && (typeof data53 !== "string")){
const err102 = {instancePath:instancePath+"/training/losses/" + i3+"/quantiles/" + i4,schemaPath:"#/properties/training/properties/losses/items/properties/quantiles/items/type",keyword:"type",params:{type: schema6.properties.training.properties.losses.items.properties.quantiles.items.type},message:"must be number,string",schema:schema6.properties.training.properties.losses.items.properties.quantiles.items.type,parentSchema:schema6.properties.training.properties.losses.items.properties.quantiles.items,data:data53};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if(typeof data53 === "string"){
if(data53.length > 1000){
const err103 = {instancePath:instancePath+"/training/losses/" + i3+"/quantiles/" + i4,schemaPath:"#/properties/training/properties/losses/items/properties/quantiles/items/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.losses.items.properties.quantiles.items,data:data53};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
if(data53.length < 1){
const err104 = {instancePath:instancePath+"/training/losses/" + i3+"/quantiles/" + i4,schemaPath:"#/properties/training/properties/losses/items/properties/quantiles/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.losses.items.properties.quantiles.items,data:data53};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
}
}
else {
const err105 = {instancePath:instancePath+"/training/losses/" + i3+"/quantiles",schemaPath:"#/properties/training/properties/losses/items/properties/quantiles/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema6.properties.training.properties.losses.items.properties.quantiles.type,parentSchema:schema6.properties.training.properties.losses.items.properties.quantiles,data:data52};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
if(data44.blank !== undefined && func0.call(data44, "blank")){
let data54 = data44.blank;
if((!(((typeof data54 == "number") && (!(data54 % 1) && !isNaN(data54))) && (isFinite(data54)))) && (typeof data54 !== "string")){
const err106 = {instancePath:instancePath+"/training/losses/" + i3+"/blank",schemaPath:"#/properties/training/properties/losses/items/properties/blank/type",keyword:"type",params:{type: schema6.properties.training.properties.losses.items.properties.blank.type},message:"must be integer,string",schema:schema6.properties.training.properties.losses.items.properties.blank.type,parentSchema:schema6.properties.training.properties.losses.items.properties.blank,data:data54};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
if(typeof data54 === "string"){
if(data54.length > 1000){
const err107 = {instancePath:instancePath+"/training/losses/" + i3+"/blank",schemaPath:"#/properties/training/properties/losses/items/properties/blank/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.losses.items.properties.blank,data:data54};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
if(data54.length < 1){
const err108 = {instancePath:instancePath+"/training/losses/" + i3+"/blank",schemaPath:"#/properties/training/properties/losses/items/properties/blank/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.losses.items.properties.blank,data:data54};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
}
}
else {
const err109 = {instancePath:instancePath+"/training/losses/" + i3,schemaPath:"#/properties/training/properties/losses/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.training.properties.losses.items.type,parentSchema:schema6.properties.training.properties.losses.items,data:data44};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
}
else {
const err110 = {instancePath:instancePath+"/training/losses",schemaPath:"#/properties/training/properties/losses/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema6.properties.training.properties.losses.type,parentSchema:schema6.properties.training.properties.losses,data:data43};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(data42.optimizer !== undefined && func0.call(data42, "optimizer")){
if(!(validate158(data42.optimizer, {instancePath:instancePath+"/training/optimizer",parentData:data42,parentDataProperty:"optimizer",rootData}))){
vErrors = vErrors === null ? validate158.errors : vErrors.concat(validate158.errors);
errors = vErrors.length;
}
}
if(data42.rate !== undefined && func0.call(data42, "rate")){
if(!(validate160(data42.rate, {instancePath:instancePath+"/training/rate",parentData:data42,parentDataProperty:"rate",rootData}))){
vErrors = vErrors === null ? validate160.errors : vErrors.concat(validate160.errors);
errors = vErrors.length;
}
}
if(data42.clip !== undefined && func0.call(data42, "clip")){
let data57 = data42.clip;
if((typeof data57 !== "string") && (!(data57 && typeof data57 == "object" && !Array.isArray(data57)))){
const err111 = {instancePath:instancePath+"/training/clip",schemaPath:"#/properties/training/properties/clip/type",keyword:"type",params:{type: schema6.properties.training.properties.clip.type},message:"must be string,object",schema:schema6.properties.training.properties.clip.type,parentSchema:schema6.properties.training.properties.clip,data:data57};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
if(typeof data57 === "string"){
if(data57.length > 64){
const err112 = {instancePath:instancePath+"/training/clip",schemaPath:"#/properties/training/properties/clip/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema6.properties.training.properties.clip,data:data57};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
if(data57.length < 1){
const err113 = {instancePath:instancePath+"/training/clip",schemaPath:"#/properties/training/properties/clip/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.clip,data:data57};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data57 && typeof data57 == "object" && !Array.isArray(data57)){
if(Object.keys(data57).length > 1){
const err114 = {instancePath:instancePath+"/training/clip",schemaPath:"#/properties/training/properties/clip/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema6.properties.training.properties.clip,data:data57};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
if(Object.keys(data57).length < 1){
const err115 = {instancePath:instancePath+"/training/clip",schemaPath:"#/properties/training/properties/clip/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema6.properties.training.properties.clip,data:data57};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
for(const key13 of Object.keys(data57)){
if(!(((key13 === "global_norm") || (key13 === "norm")) || (key13 === "value"))){
const err116 = {instancePath:instancePath+"/training/clip",schemaPath:"#/properties/training/properties/clip/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties",schema:false,parentSchema:schema6.properties.training.properties.clip,data:data57};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
if(data57.global_norm !== undefined && func0.call(data57, "global_norm")){
let data58 = data57.global_norm;
if((!((typeof data58 == "number") && (isFinite(data58)))) && (typeof data58 !== "string")){
const err117 = {instancePath:instancePath+"/training/clip/global_norm",schemaPath:"#/properties/training/properties/clip/properties/global_norm/type",keyword:"type",params:{type: schema6.properties.training.properties.clip.properties.global_norm.type},message:"must be number,string",schema:schema6.properties.training.properties.clip.properties.global_norm.type,parentSchema:schema6.properties.training.properties.clip.properties.global_norm,data:data58};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
if(typeof data58 === "string"){
if(data58.length > 1000){
const err118 = {instancePath:instancePath+"/training/clip/global_norm",schemaPath:"#/properties/training/properties/clip/properties/global_norm/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.clip.properties.global_norm,data:data58};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
if(data58.length < 1){
const err119 = {instancePath:instancePath+"/training/clip/global_norm",schemaPath:"#/properties/training/properties/clip/properties/global_norm/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.clip.properties.global_norm,data:data58};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
}
if(data57.norm !== undefined && func0.call(data57, "norm")){
let data59 = data57.norm;
if((!((typeof data59 == "number") && (isFinite(data59)))) && (typeof data59 !== "string")){
const err120 = {instancePath:instancePath+"/training/clip/norm",schemaPath:"#/properties/training/properties/clip/properties/norm/type",keyword:"type",params:{type: schema6.properties.training.properties.clip.properties.norm.type},message:"must be number,string",schema:schema6.properties.training.properties.clip.properties.norm.type,parentSchema:schema6.properties.training.properties.clip.properties.norm,data:data59};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
if(typeof data59 === "string"){
if(data59.length > 1000){
const err121 = {instancePath:instancePath+"/training/clip/norm",schemaPath:"#/properties/training/properties/clip/properties/norm/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.clip.properties.norm,data:data59};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
if(data59.length < 1){
const err122 = {instancePath:instancePath+"/training/clip/norm",schemaPath:"#/properties/training/properties/clip/properties/norm/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.clip.properties.norm,data:data59};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
}
if(data57.value !== undefined && func0.call(data57, "value")){
let data60 = data57.value;
if((!((typeof data60 == "number") && (isFinite(data60)))) && (typeof data60 !== "string")){
const err123 = {instancePath:instancePath+"/training/clip/value",schemaPath:"#/properties/training/properties/clip/properties/value/type",keyword:"type",params:{type: schema6.properties.training.properties.clip.properties.value.type},message:"must be number,string",schema:schema6.properties.training.properties.clip.properties.value.type,parentSchema:schema6.properties.training.properties.clip.properties.value,data:data60};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
if(typeof data60 === "string"){
if(data60.length > 1000){
const err124 = {instancePath:instancePath+"/training/clip/value",schemaPath:"#/properties/training/properties/clip/properties/value/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.clip.properties.value,data:data60};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
if(data60.length < 1){
const err125 = {instancePath:instancePath+"/training/clip/value",schemaPath:"#/properties/training/properties/clip/properties/value/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.clip.properties.value,data:data60};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
}
}
}
if(data42.epochs !== undefined && func0.call(data42, "epochs")){
let data61 = data42.epochs;
if((!(((typeof data61 == "number") && (!(data61 % 1) && !isNaN(data61))) && (isFinite(data61)))) && (typeof data61 !== "string")){
const err126 = {instancePath:instancePath+"/training/epochs",schemaPath:"#/properties/training/properties/epochs/type",keyword:"type",params:{type: schema6.properties.training.properties.epochs.type},message:"must be integer,string",schema:schema6.properties.training.properties.epochs.type,parentSchema:schema6.properties.training.properties.epochs,data:data61};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
if(typeof data61 === "string"){
if(data61.length > 1000){
const err127 = {instancePath:instancePath+"/training/epochs",schemaPath:"#/properties/training/properties/epochs/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.epochs,data:data61};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
if(data61.length < 1){
const err128 = {instancePath:instancePath+"/training/epochs",schemaPath:"#/properties/training/properties/epochs/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.epochs,data:data61};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
}
if(data42.batch !== undefined && func0.call(data42, "batch")){
let data62 = data42.batch;
if((!(((typeof data62 == "number") && (!(data62 % 1) && !isNaN(data62))) && (isFinite(data62)))) && (typeof data62 !== "string")){
const err129 = {instancePath:instancePath+"/training/batch",schemaPath:"#/properties/training/properties/batch/type",keyword:"type",params:{type: schema6.properties.training.properties.batch.type},message:"must be integer,string",schema:schema6.properties.training.properties.batch.type,parentSchema:schema6.properties.training.properties.batch,data:data62};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
if(typeof data62 === "string"){
if(data62.length > 1000){
const err130 = {instancePath:instancePath+"/training/batch",schemaPath:"#/properties/training/properties/batch/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.batch,data:data62};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
if(data62.length < 1){
const err131 = {instancePath:instancePath+"/training/batch",schemaPath:"#/properties/training/properties/batch/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.batch,data:data62};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
}
if(data42.frozen !== undefined && func0.call(data42, "frozen")){
let data63 = data42.frozen;
if(Array.isArray(data63)){
if(data63.length > 10000){
const err132 = {instancePath:instancePath+"/training/frozen",schemaPath:"#/properties/training/properties/frozen/maxItems",keyword:"maxItems",params:{limit: 10000},message:"must NOT have more than 10000 items",schema:10000,parentSchema:schema6.properties.training.properties.frozen,data:data63};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
const len5 = data63.length;
for(let i5=0; i5<len5; i5++){
let data64 = data63[i5];
if(typeof data64 === "string"){
if(data64.length > 200){
const err133 = {instancePath:instancePath+"/training/frozen/" + i5,schemaPath:"#/properties/training/properties/frozen/items/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema6.properties.training.properties.frozen.items,data:data64};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
if(data64.length < 1){
const err134 = {instancePath:instancePath+"/training/frozen/" + i5,schemaPath:"#/properties/training/properties/frozen/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.frozen.items,data:data64};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
else {
const err135 = {instancePath:instancePath+"/training/frozen/" + i5,schemaPath:"#/properties/training/properties/frozen/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.training.properties.frozen.items.type,parentSchema:schema6.properties.training.properties.frozen.items,data:data64};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
}
else {
const err136 = {instancePath:instancePath+"/training/frozen",schemaPath:"#/properties/training/properties/frozen/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema6.properties.training.properties.frozen.type,parentSchema:schema6.properties.training.properties.frozen,data:data63};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
if(data42.weight_penalty !== undefined && func0.call(data42, "weight_penalty")){
let data65 = data42.weight_penalty;
if(data65 && typeof data65 == "object" && !Array.isArray(data65)){
for(const key14 of Object.keys(data65)){
if(!((key14 === "l1") || (key14 === "l2"))){
const err137 = {instancePath:instancePath+"/training/weight_penalty",schemaPath:"#/properties/training/properties/weight_penalty/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties",schema:false,parentSchema:schema6.properties.training.properties.weight_penalty,data:data65};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
if(data65.l1 !== undefined && func0.call(data65, "l1")){
let data66 = data65.l1;
if((!((typeof data66 == "number") && (isFinite(data66)))) && (typeof data66 !== "string")){
const err138 = {instancePath:instancePath+"/training/weight_penalty/l1",schemaPath:"#/properties/training/properties/weight_penalty/properties/l1/type",keyword:"type",params:{type: schema6.properties.training.properties.weight_penalty.properties.l1.type},message:"must be number,string",schema:schema6.properties.training.properties.weight_penalty.properties.l1.type,parentSchema:schema6.properties.training.properties.weight_penalty.properties.l1,data:data66};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
if(typeof data66 === "string"){
if(data66.length > 1000){
const err139 = {instancePath:instancePath+"/training/weight_penalty/l1",schemaPath:"#/properties/training/properties/weight_penalty/properties/l1/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.weight_penalty.properties.l1,data:data66};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
if(data66.length < 1){
const err140 = {instancePath:instancePath+"/training/weight_penalty/l1",schemaPath:"#/properties/training/properties/weight_penalty/properties/l1/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.weight_penalty.properties.l1,data:data66};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
}
}
if(data65.l2 !== undefined && func0.call(data65, "l2")){
let data67 = data65.l2;
if((!((typeof data67 == "number") && (isFinite(data67)))) && (typeof data67 !== "string")){
const err141 = {instancePath:instancePath+"/training/weight_penalty/l2",schemaPath:"#/properties/training/properties/weight_penalty/properties/l2/type",keyword:"type",params:{type: schema6.properties.training.properties.weight_penalty.properties.l2.type},message:"must be number,string",schema:schema6.properties.training.properties.weight_penalty.properties.l2.type,parentSchema:schema6.properties.training.properties.weight_penalty.properties.l2,data:data67};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
if(typeof data67 === "string"){
if(data67.length > 1000){
const err142 = {instancePath:instancePath+"/training/weight_penalty/l2",schemaPath:"#/properties/training/properties/weight_penalty/properties/l2/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.weight_penalty.properties.l2,data:data67};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
if(data67.length < 1){
const err143 = {instancePath:instancePath+"/training/weight_penalty/l2",schemaPath:"#/properties/training/properties/weight_penalty/properties/l2/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.weight_penalty.properties.l2,data:data67};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
}
}
else {
const err144 = {instancePath:instancePath+"/training/weight_penalty",schemaPath:"#/properties/training/properties/weight_penalty/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.training.properties.weight_penalty.type,parentSchema:schema6.properties.training.properties.weight_penalty,data:data65};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
if(data42.average !== undefined && func0.call(data42, "average")){
let data68 = data42.average;
if((!((typeof data68 == "number") && (isFinite(data68)))) && (typeof data68 !== "string")){
const err145 = {instancePath:instancePath+"/training/average",schemaPath:"#/properties/training/properties/average/type",keyword:"type",params:{type: schema6.properties.training.properties.average.type},message:"must be number,string",schema:schema6.properties.training.properties.average.type,parentSchema:schema6.properties.training.properties.average,data:data68};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
if(typeof data68 === "string"){
if(data68.length > 1000){
const err146 = {instancePath:instancePath+"/training/average",schemaPath:"#/properties/training/properties/average/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.average,data:data68};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
if(data68.length < 1){
const err147 = {instancePath:instancePath+"/training/average",schemaPath:"#/properties/training/properties/average/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.average,data:data68};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
}
if(data42.carry !== undefined && func0.call(data42, "carry")){
let data69 = data42.carry;
if(typeof data69 !== "boolean"){
const err148 = {instancePath:instancePath+"/training/carry",schemaPath:"#/properties/training/properties/carry/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema6.properties.training.properties.carry.type,parentSchema:schema6.properties.training.properties.carry,data:data69};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
if(data42.remat !== undefined && func0.call(data42, "remat")){
let data70 = data42.remat;
if(typeof data70 !== "boolean"){
const err149 = {instancePath:instancePath+"/training/remat",schemaPath:"#/properties/training/properties/remat/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema6.properties.training.properties.remat.type,parentSchema:schema6.properties.training.properties.remat,data:data70};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
if(data42.early_stopping !== undefined && func0.call(data42, "early_stopping")){
let data71 = data42.early_stopping;
if((typeof data71 !== "string") && (!(data71 && typeof data71 == "object" && !Array.isArray(data71)))){
const err150 = {instancePath:instancePath+"/training/early_stopping",schemaPath:"#/properties/training/properties/early_stopping/type",keyword:"type",params:{type: schema6.properties.training.properties.early_stopping.type},message:"must be string,object",schema:schema6.properties.training.properties.early_stopping.type,parentSchema:schema6.properties.training.properties.early_stopping,data:data71};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
if(typeof data71 === "string"){
if(data71.length > 64){
const err151 = {instancePath:instancePath+"/training/early_stopping",schemaPath:"#/properties/training/properties/early_stopping/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema6.properties.training.properties.early_stopping,data:data71};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
if(data71.length < 1){
const err152 = {instancePath:instancePath+"/training/early_stopping",schemaPath:"#/properties/training/properties/early_stopping/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.early_stopping,data:data71};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
if(data71 && typeof data71 == "object" && !Array.isArray(data71)){
for(const key15 of Object.keys(data71)){
if(!(((key15 === "patience") || (key15 === "min_delta")) || (key15 === "monitor"))){
const err153 = {instancePath:instancePath+"/training/early_stopping",schemaPath:"#/properties/training/properties/early_stopping/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties",schema:false,parentSchema:schema6.properties.training.properties.early_stopping,data:data71};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
}
if(data71.patience !== undefined && func0.call(data71, "patience")){
let data72 = data71.patience;
if((!(((typeof data72 == "number") && (!(data72 % 1) && !isNaN(data72))) && (isFinite(data72)))) && (typeof data72 !== "string")){
const err154 = {instancePath:instancePath+"/training/early_stopping/patience",schemaPath:"#/properties/training/properties/early_stopping/properties/patience/type",keyword:"type",params:{type: schema6.properties.training.properties.early_stopping.properties.patience.type},message:"must be integer,string",schema:schema6.properties.training.properties.early_stopping.properties.patience.type,parentSchema:schema6.properties.training.properties.early_stopping.properties.patience,data:data72};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
if(typeof data72 === "string"){
if(data72.length > 1000){
const err155 = {instancePath:instancePath+"/training/early_stopping/patience",schemaPath:"#/properties/training/properties/early_stopping/properties/patience/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.early_stopping.properties.patience,data:data72};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
if(data72.length < 1){
const err156 = {instancePath:instancePath+"/training/early_stopping/patience",schemaPath:"#/properties/training/properties/early_stopping/properties/patience/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.early_stopping.properties.patience,data:data72};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
}
if(data71.min_delta !== undefined && func0.call(data71, "min_delta")){
let data73 = data71.min_delta;
if((!((typeof data73 == "number") && (isFinite(data73)))) && (typeof data73 !== "string")){
const err157 = {instancePath:instancePath+"/training/early_stopping/min_delta",schemaPath:"#/properties/training/properties/early_stopping/properties/min_delta/type",keyword:"type",params:{type: schema6.properties.training.properties.early_stopping.properties.min_delta.type},message:"must be number,string",schema:schema6.properties.training.properties.early_stopping.properties.min_delta.type,parentSchema:schema6.properties.training.properties.early_stopping.properties.min_delta,data:data73};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
if(typeof data73 === "string"){
if(data73.length > 1000){
const err158 = {instancePath:instancePath+"/training/early_stopping/min_delta",schemaPath:"#/properties/training/properties/early_stopping/properties/min_delta/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.early_stopping.properties.min_delta,data:data73};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
if(data73.length < 1){
const err159 = {instancePath:instancePath+"/training/early_stopping/min_delta",schemaPath:"#/properties/training/properties/early_stopping/properties/min_delta/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.early_stopping.properties.min_delta,data:data73};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
}
}
if(data71.monitor !== undefined && func0.call(data71, "monitor")){
let data74 = data71.monitor;
if(typeof data74 === "string"){
if(data74.length > 200){
const err160 = {instancePath:instancePath+"/training/early_stopping/monitor",schemaPath:"#/properties/training/properties/early_stopping/properties/monitor/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema6.properties.training.properties.early_stopping.properties.monitor,data:data74};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
if(data74.length < 1){
const err161 = {instancePath:instancePath+"/training/early_stopping/monitor",schemaPath:"#/properties/training/properties/early_stopping/properties/monitor/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.early_stopping.properties.monitor,data:data74};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
else {
const err162 = {instancePath:instancePath+"/training/early_stopping/monitor",schemaPath:"#/properties/training/properties/early_stopping/properties/monitor/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema6.properties.training.properties.early_stopping.properties.monitor.type,parentSchema:schema6.properties.training.properties.early_stopping.properties.monitor,data:data74};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
}
}
}
if(data42.metrics !== undefined && func0.call(data42, "metrics")){
let data75 = data42.metrics;
if(Array.isArray(data75)){
if(data75.length > 100){
const err163 = {instancePath:instancePath+"/training/metrics",schemaPath:"#/properties/training/properties/metrics/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema6.properties.training.properties.metrics,data:data75};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
const len6 = data75.length;
for(let i6=0; i6<len6; i6++){
let data76 = data75[i6];
if((typeof data76 !== "string") && (!(data76 && typeof data76 == "object" && !Array.isArray(data76)))){
const err164 = {instancePath:instancePath+"/training/metrics/" + i6,schemaPath:"#/properties/training/properties/metrics/items/type",keyword:"type",params:{type: schema6.properties.training.properties.metrics.items.type},message:"must be string,object",schema:schema6.properties.training.properties.metrics.items.type,parentSchema:schema6.properties.training.properties.metrics.items,data:data76};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
if(typeof data76 === "string"){
if(data76.length > 64){
const err165 = {instancePath:instancePath+"/training/metrics/" + i6,schemaPath:"#/properties/training/properties/metrics/items/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema6.properties.training.properties.metrics.items,data:data76};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
if(data76.length < 1){
const err166 = {instancePath:instancePath+"/training/metrics/" + i6,schemaPath:"#/properties/training/properties/metrics/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.metrics.items,data:data76};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
}
if(data76 && typeof data76 == "object" && !Array.isArray(data76)){
if(Object.keys(data76).length > 1){
const err167 = {instancePath:instancePath+"/training/metrics/" + i6,schemaPath:"#/properties/training/properties/metrics/items/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema6.properties.training.properties.metrics.items,data:data76};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
if(Object.keys(data76).length < 1){
const err168 = {instancePath:instancePath+"/training/metrics/" + i6,schemaPath:"#/properties/training/properties/metrics/items/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema6.properties.training.properties.metrics.items,data:data76};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
for(const key16 of Object.keys(data76)){
if(!(key16 === "top_k")){
const err169 = {instancePath:instancePath+"/training/metrics/" + i6,schemaPath:"#/properties/training/properties/metrics/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties",schema:false,parentSchema:schema6.properties.training.properties.metrics.items,data:data76};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
}
if(data76.top_k !== undefined && func0.call(data76, "top_k")){
let data77 = data76.top_k;
if((!(((typeof data77 == "number") && (!(data77 % 1) && !isNaN(data77))) && (isFinite(data77)))) && (typeof data77 !== "string")){
const err170 = {instancePath:instancePath+"/training/metrics/" + i6+"/top_k",schemaPath:"#/properties/training/properties/metrics/items/properties/top_k/type",keyword:"type",params:{type: schema6.properties.training.properties.metrics.items.properties.top_k.type},message:"must be integer,string",schema:schema6.properties.training.properties.metrics.items.properties.top_k.type,parentSchema:schema6.properties.training.properties.metrics.items.properties.top_k,data:data77};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
if(typeof data77 === "string"){
if(data77.length > 1000){
const err171 = {instancePath:instancePath+"/training/metrics/" + i6+"/top_k",schemaPath:"#/properties/training/properties/metrics/items/properties/top_k/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema6.properties.training.properties.metrics.items.properties.top_k,data:data77};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
if(data77.length < 1){
const err172 = {instancePath:instancePath+"/training/metrics/" + i6+"/top_k",schemaPath:"#/properties/training/properties/metrics/items/properties/top_k/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema6.properties.training.properties.metrics.items.properties.top_k,data:data77};
if(vErrors === null){
vErrors = [err172];
}
else {
vErrors.push(err172);
}
errors++;
}
}
}
}
}
}
else {
const err173 = {instancePath:instancePath+"/training/metrics",schemaPath:"#/properties/training/properties/metrics/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema6.properties.training.properties.metrics.type,parentSchema:schema6.properties.training.properties.metrics,data:data75};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
}
for(const key17 of Object.keys(data42)){
if(pattern0.test(key17)){
if(!(validate23(data42[key17], {instancePath:instancePath+"/training/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data42,parentDataProperty:key17,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err174 = {instancePath:instancePath+"/training",schemaPath:"#/properties/training/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.training.type,parentSchema:schema6.properties.training,data:data42};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
}
if(data.outputs !== undefined && func0.call(data, "outputs")){
let data79 = data.outputs;
if(data79 && typeof data79 == "object" && !Array.isArray(data79)){
if(Object.keys(data79).length > 1000){
const err175 = {instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema6.properties.outputs,data:data79};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
if(Object.keys(data79).length < 1){
const err176 = {instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema6.properties.outputs,data:data79};
if(vErrors === null){
vErrors = [err176];
}
else {
vErrors.push(err176);
}
errors++;
}
for(const key18 of Object.keys(data79)){
if(!(validate64(data79[key18], {instancePath:instancePath+"/outputs/" + key18.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data79,parentDataProperty:key18,rootData}))){
vErrors = vErrors === null ? validate64.errors : vErrors.concat(validate64.errors);
errors = vErrors.length;
}
}
}
else {
const err177 = {instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.properties.outputs.type,parentSchema:schema6.properties.outputs,data:data79};
if(vErrors === null){
vErrors = [err177];
}
else {
vErrors.push(err177);
}
errors++;
}
}
for(const key19 of Object.keys(data)){
if(pattern0.test(key19)){
if(!(validate23(data[key19], {instancePath:instancePath+"/" + key19.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key19,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
}
else {
const err178 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema6.type,parentSchema:schema6,data};
if(vErrors === null){
vErrors = [err178];
}
else {
vErrors.push(err178);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}

export const validateCellFile = validate165;
const schema47 = {"title":"cell file","type":"object","required":["cells"],"additionalProperties":false,"patternProperties":{"^x-":{"$ref":"#/definitions/ignored"}},"properties":{"description":{"title":"file description","type":"string","maxLength":10000},"imports":{"title":"imports","type":"array","maxItems":100,"items":{"title":"path of a cell file","type":"string","minLength":1,"maxLength":1000}},"cells":{"title":"cells","type":"object","minProperties":1,"maxProperties":1000,"additionalProperties":{"$ref":"#/definitions/cell"}}}};

function validate165(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.cells === undefined) || (!(func0.call(data, "cells")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "cells"},message:"must have required property '"+"cells"+"'",schema:schema47.required,parentSchema:schema47,data};
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
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema47,data};
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
const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 10000},message:"must NOT have more than 10000 characters",schema:10000,parentSchema:schema47.properties.description,data:data0};
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
const err3 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema47.properties.description.type,parentSchema:schema47.properties.description,data:data0};
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
const err4 = {instancePath:instancePath+"/imports",schemaPath:"#/properties/imports/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema47.properties.imports,data:data1};
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
const err5 = {instancePath:instancePath+"/imports/" + i0,schemaPath:"#/properties/imports/items/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema47.properties.imports.items,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data2.length < 1){
const err6 = {instancePath:instancePath+"/imports/" + i0,schemaPath:"#/properties/imports/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema47.properties.imports.items,data:data2};
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
const err7 = {instancePath:instancePath+"/imports/" + i0,schemaPath:"#/properties/imports/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema47.properties.imports.items.type,parentSchema:schema47.properties.imports.items,data:data2};
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
const err8 = {instancePath:instancePath+"/imports",schemaPath:"#/properties/imports/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema47.properties.imports.type,parentSchema:schema47.properties.imports,data:data1};
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
const err9 = {instancePath:instancePath+"/cells",schemaPath:"#/properties/cells/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema47.properties.cells,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(Object.keys(data3).length < 1){
const err10 = {instancePath:instancePath+"/cells",schemaPath:"#/properties/cells/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema47.properties.cells,data:data3};
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
const err11 = {instancePath:instancePath+"/cells",schemaPath:"#/properties/cells/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema47.properties.cells.type,parentSchema:schema47.properties.cells,data:data3};
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
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema47.type,parentSchema:schema47,data};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
validate165.errors = vErrors;
return errors === 0;
}

