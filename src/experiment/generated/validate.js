// Generated from schemas/experiment.schema.json by npm run generate; do not edit.
"use strict";
export const validateExperiment = validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"resolved.schema.json","title":"Experiment","type":"object","additionalProperties":false,"properties":{"name":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"},"description":{"type":"string"},"seed":{"type":"integer","minimum":0,"maximum":4294967295},"data":{"$ref":"#/definitions/Data"},"pairs":{"$ref":"#/definitions/PairDrawing"},"network":{"$ref":"#/definitions/Network"},"objective":{"$ref":"#/definitions/Objective"},"training":{"$ref":"#/definitions/Training"},"engine":{"type":"string","enum":["auto","wasm","tfjs","webgpu","reference"]},"checkpoint":{"$ref":"#/definitions/Checkpoint"},"track":{"$ref":"#/definitions/Track"}},"required":["name","description","seed","data","pairs","network","objective","training","engine","checkpoint","track"],"$comment":"Generated from experiment.schema.json by npm run generate; do not edit.","definitions":{"Sweep":{"type":"object","additionalProperties":false,"properties":{"grid":{"type":"object","additionalProperties":{"type":"array","minItems":1}},"zip":{"type":"array","items":{"type":"object","minProperties":1,"additionalProperties":true}},"exclude":{"type":"array","items":{"type":"object","minProperties":1,"additionalProperties":true}},"budget":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Budget"}]}},"required":["grid","zip","exclude","budget"]},"Budget":{"type":"object","additionalProperties":false,"properties":{"eta":{"type":"integer","minimum":2,"maximum":1000},"min":{"type":"integer","minimum":1,"maximum":1000000},"max":{"type":["integer","null"],"minimum":1,"maximum":1000000},"monitor":{"type":"string","enum":["valAccuracy","valLoss"]}},"required":["eta","min","max","monitor"]},"Data":{"type":"object","discriminator":{"propertyName":"source"},"oneOf":[{"$ref":"#/definitions/MnistData"},{"$ref":"#/definitions/IdxData"},{"$ref":"#/definitions/FolderData"},{"$ref":"#/definitions/PairsData"},{"$ref":"#/definitions/ParquetData"}],"required":["source"]},"MnistData":{"type":"object","additionalProperties":false,"properties":{"source":{"const":"mnist"},"seed":{"type":"integer","minimum":0,"maximum":4294967295},"validation":{"$ref":"#/definitions/Validation"},"split":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Split"}]},"limit":{"$ref":"#/definitions/Limit"},"augment":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Augment"}]}},"required":["source","seed","validation","split","limit","augment"]},"IdxData":{"type":"object","additionalProperties":false,"required":["source","train","test","seed","validation","split","limit","augment"],"properties":{"source":{"const":"idx"},"train":{"$ref":"#/definitions/IdxFiles"},"test":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/IdxFiles"}]},"seed":{"type":"integer","minimum":0,"maximum":4294967295},"validation":{"$ref":"#/definitions/Validation"},"split":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Split"}]},"limit":{"$ref":"#/definitions/Limit"},"augment":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Augment"}]}}},"IdxFiles":{"type":"object","additionalProperties":false,"required":["images","labels"],"properties":{"images":{"type":"string","pattern":"."},"labels":{"type":"string","pattern":"."}}},"FolderData":{"type":"object","additionalProperties":false,"required":["source","path","resize","background","unreadable","seed","validation","split","limit","augment"],"properties":{"source":{"const":"folder"},"path":{"type":"string","pattern":"."},"resize":{"type":"string","enum":["stretch","crop","pad"]},"background":{"type":"array","minItems":3,"maxItems":3,"items":{"type":"integer","minimum":0,"maximum":255}},"unreadable":{"type":"string","enum":["refuse","skip"]},"seed":{"type":"integer","minimum":0,"maximum":4294967295},"validation":{"$ref":"#/definitions/Validation"},"split":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Split"}]},"limit":{"$ref":"#/definitions/Limit"},"augment":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Augment"}]}}},"PairsData":{"type":"object","additionalProperties":false,"required":["source","path","resize","background","unreadable","seed","validation","split","limit","augment"],"properties":{"source":{"const":"pairs"},"path":{"type":"string","pattern":"."},"resize":{"type":"string","enum":["stretch","crop","pad"]},"background":{"type":"array","minItems":3,"maxItems":3,"items":{"type":"integer","minimum":0,"maximum":255}},"unreadable":{"type":"string","enum":["refuse","skip"]},"seed":{"type":"integer","minimum":0,"maximum":4294967295},"validation":{"$ref":"#/definitions/Validation"},"split":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Split"}]},"limit":{"$ref":"#/definitions/Limit"},"augment":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Augment"}]}}},"ParquetData":{"type":"object","additionalProperties":false,"required":["source","train","test","image","label","resize","background","unreadable","seed","validation","split","limit","augment"],"properties":{"source":{"const":"parquet"},"train":{"type":"array","minItems":1,"items":{"type":"string","pattern":"."}},"test":{"anyOf":[{"type":"null"},{"type":"array","minItems":1,"items":{"type":"string","pattern":"."}}]},"image":{"type":"string","pattern":"."},"label":{"type":"string","pattern":"."},"resize":{"type":"string","enum":["stretch","crop","pad"]},"background":{"type":"array","minItems":3,"maxItems":3,"items":{"type":"integer","minimum":0,"maximum":255}},"unreadable":{"type":"string","enum":["refuse","skip"]},"seed":{"type":"integer","minimum":0,"maximum":4294967295},"validation":{"$ref":"#/definitions/Validation"},"split":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Split"}]},"limit":{"$ref":"#/definitions/Limit"},"augment":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Augment"}]}}},"Augment":{"type":"object","additionalProperties":false,"properties":{"shift":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":-1,"maximum":1}}]},"rotate":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":-180,"maximum":180}}]},"scale":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":-0.9,"maximum":9}}]},"shear":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":-80,"maximum":80}}]},"flip":{"type":["string","null"],"enum":["horizontal","vertical","both",null]},"brightness":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":-1,"maximum":1}}]},"contrast":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":-1,"maximum":9}}]},"blur":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":0,"maximum":10}}]},"noise":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":0,"maximum":1}}]},"erase":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":0,"maximum":1}}]}},"required":["shift","rotate","scale","shear","flip","brightness","contrast","blur","noise","erase"]},"Split":{"type":"object","additionalProperties":false,"required":["validation","test","by","group"],"properties":{"validation":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1},"test":{"type":"number","minimum":0,"exclusiveMaximum":1},"by":{"type":"string","enum":["image","class","group"]},"group":{"type":["string","null"],"pattern":"."}}},"Validation":{"type":"object","required":["from"],"discriminator":{"propertyName":"from"},"oneOf":[{"$ref":"#/definitions/ValidationFromTest"},{"$ref":"#/definitions/ValidationFromTrain"}]},"ValidationFromTest":{"type":"object","additionalProperties":false,"required":["from"],"properties":{"from":{"const":"test"}}},"ValidationFromTrain":{"type":"object","additionalProperties":false,"required":["from","fraction"],"properties":{"from":{"const":"train"},"fraction":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1}}},"Limit":{"type":"object","additionalProperties":false,"properties":{"train":{"type":["integer","null"],"minimum":1,"maximum":2147483647},"test":{"type":["integer","null"],"minimum":1,"maximum":2147483647}},"required":["train","test"]},"PairDrawing":{"type":"object","additionalProperties":false,"properties":{"perImage":{"type":"integer","minimum":1,"maximum":1000},"refresh":{"type":"string","enum":["never","epoch"]}},"required":["perImage","refresh"]},"Network":{"type":"object","additionalProperties":false,"properties":{"inputShape":{"type":"array","minItems":3,"maxItems":3,"items":{"type":"integer","minimum":1,"maximum":4096}},"blocks":{"type":"array","minItems":1,"maxItems":64,"items":{"$ref":"#/definitions/Block"}},"reduce":{"type":"string","enum":["globalAverage","globalMax","flatten"]},"embeddingDim":{"type":"integer","minimum":1,"maximum":16384},"normalize":{"type":"boolean"}},"required":["inputShape","blocks","reduce","embeddingDim","normalize"]},"Block":{"type":"object","additionalProperties":false,"required":["filters","kernelSize","strides","padding","activation","pool","batchNorm","dropout"],"properties":{"filters":{"type":"integer","minimum":1,"maximum":4096},"kernelSize":{"$ref":"#/definitions/Size"},"strides":{"$ref":"#/definitions/Size"},"padding":{"type":"string","enum":["same","valid"]},"activation":{"$ref":"#/definitions/Activation"},"pool":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Pool"}]},"batchNorm":{"type":"boolean"},"dropout":{"type":"number","minimum":0,"exclusiveMaximum":1}}},"Size":{"type":"array","minItems":2,"maxItems":2,"items":{"type":"integer","minimum":1,"maximum":256}},"Activation":{"type":"string","enum":["linear","relu","leakyRelu","elu","tanh","sigmoid"]},"Pool":{"type":"object","additionalProperties":false,"required":["type","size"],"properties":{"type":{"type":"string","enum":["max","average"]},"size":{"$ref":"#/definitions/Size"}}},"Objective":{"type":"object","discriminator":{"propertyName":"loss"},"oneOf":[{"$ref":"#/definitions/BinaryCrossentropy"},{"$ref":"#/definitions/Contrastive"},{"$ref":"#/definitions/Triplet"}],"required":["loss"]},"Distance":{"type":"string","enum":["euclidean","manhattan","cosine"]},"BinaryCrossentropy":{"type":"object","additionalProperties":false,"properties":{"loss":{"const":"binaryCrossentropy"},"distance":{"$ref":"#/definitions/Distance"}},"required":["loss","distance"]},"Contrastive":{"type":"object","additionalProperties":false,"required":["loss","distance","margin"],"properties":{"loss":{"const":"contrastive"},"distance":{"$ref":"#/definitions/Distance"},"margin":{"type":"number","exclusiveMinimum":0}}},"Triplet":{"type":"object","additionalProperties":false,"required":["loss","distance","margin"],"properties":{"loss":{"const":"triplet"},"distance":{"$ref":"#/definitions/Distance"},"margin":{"type":"number","exclusiveMinimum":0}}},"Training":{"type":"object","additionalProperties":false,"properties":{"optimizer":{"$ref":"#/definitions/Optimizer"},"batchSize":{"type":"integer","minimum":1,"maximum":65536},"epochs":{"type":"integer","minimum":1,"maximum":1000000},"schedule":{"$ref":"#/definitions/Schedule"},"earlyStopping":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/EarlyStopping"}]}},"required":["optimizer","batchSize","epochs","schedule","earlyStopping"]},"Schedule":{"type":"object","discriminator":{"propertyName":"name"},"oneOf":[{"$ref":"#/definitions/ConstantSchedule"},{"$ref":"#/definitions/StepSchedule"},{"$ref":"#/definitions/ExponentialSchedule"},{"$ref":"#/definitions/CosineSchedule"}],"required":["name"]},"WarmupEpochs":{"type":"number","minimum":0,"maximum":1000000},"ConstantSchedule":{"type":"object","additionalProperties":false,"properties":{"name":{"const":"constant"},"warmupEpochs":{"$ref":"#/definitions/WarmupEpochs"}},"required":["name","warmupEpochs"]},"StepSchedule":{"type":"object","additionalProperties":false,"required":["name","every","factor","warmupEpochs"],"properties":{"name":{"const":"step"},"every":{"type":"integer","minimum":1,"maximum":1000000},"factor":{"type":"number","exclusiveMinimum":0},"warmupEpochs":{"$ref":"#/definitions/WarmupEpochs"}}},"ExponentialSchedule":{"type":"object","additionalProperties":false,"required":["name","factor","warmupEpochs"],"properties":{"name":{"const":"exponential"},"factor":{"type":"number","exclusiveMinimum":0},"warmupEpochs":{"$ref":"#/definitions/WarmupEpochs"}}},"CosineSchedule":{"type":"object","additionalProperties":false,"required":["name","end","warmupEpochs"],"properties":{"name":{"const":"cosine"},"end":{"type":"number","minimum":0,"maximum":1},"warmupEpochs":{"$ref":"#/definitions/WarmupEpochs"}}},"EarlyStopping":{"type":"object","additionalProperties":false,"required":["monitor","patience","minDelta","restoreBest"],"properties":{"monitor":{"type":"string","enum":["valLoss","valAccuracy","loss","accuracy"]},"patience":{"type":"integer","minimum":1,"maximum":1000000},"minDelta":{"type":"number","minimum":0},"restoreBest":{"type":"boolean"}}},"Optimizer":{"type":"object","discriminator":{"propertyName":"name"},"oneOf":[{"$ref":"#/definitions/Sgd"},{"$ref":"#/definitions/Rmsprop"},{"$ref":"#/definitions/Adam"},{"$ref":"#/definitions/Adamw"}],"required":["name"]},"Sgd":{"type":"object","additionalProperties":false,"required":["name","learningRate","momentum","nesterov","globalClipNorm"],"properties":{"name":{"const":"sgd"},"learningRate":{"type":"number","exclusiveMinimum":0},"momentum":{"type":"number","minimum":0,"exclusiveMaximum":1},"nesterov":{"type":"boolean"},"globalClipNorm":{"type":["number","null"],"exclusiveMinimum":0}}},"Rmsprop":{"type":"object","additionalProperties":false,"required":["name","learningRate","rho","epsilon","globalClipNorm"],"properties":{"name":{"const":"rmsprop"},"learningRate":{"type":"number","exclusiveMinimum":0},"rho":{"type":"number","minimum":0,"exclusiveMaximum":1},"epsilon":{"type":"number","exclusiveMinimum":0},"globalClipNorm":{"type":["number","null"],"exclusiveMinimum":0}}},"Adam":{"type":"object","additionalProperties":false,"properties":{"name":{"const":"adam"},"learningRate":{"type":"number","exclusiveMinimum":0},"beta1":{"type":"number","minimum":0,"exclusiveMaximum":1},"beta2":{"type":"number","minimum":0,"exclusiveMaximum":1},"epsilon":{"type":"number","exclusiveMinimum":0},"globalClipNorm":{"type":["number","null"],"exclusiveMinimum":0}},"required":["name","learningRate","beta1","beta2","epsilon","globalClipNorm"]},"Adamw":{"type":"object","additionalProperties":false,"required":["name","learningRate","beta1","beta2","epsilon","weightDecay","globalClipNorm"],"properties":{"name":{"const":"adamw"},"learningRate":{"type":"number","exclusiveMinimum":0},"beta1":{"type":"number","minimum":0,"exclusiveMaximum":1},"beta2":{"type":"number","minimum":0,"exclusiveMaximum":1},"epsilon":{"type":"number","exclusiveMinimum":0},"weightDecay":{"type":"number","minimum":0},"globalClipNorm":{"type":["number","null"],"exclusiveMinimum":0}}},"Checkpoint":{"type":"object","additionalProperties":false,"properties":{"everySteps":{"type":["integer","null"],"minimum":1,"maximum":2147483647}},"required":["everySteps"]},"Track":{"type":"object","additionalProperties":false,"properties":{"tensorboard":{"type":"boolean"},"mlflow":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Mlflow"}]}},"required":["tensorboard","mlflow"]},"Mlflow":{"type":"object","additionalProperties":false,"properties":{"uri":{"type":["string","null"],"pattern":"^https?://[^@\\s]+$"},"experiment":{"type":["string","null"],"pattern":"^\\S.{0,499}$"},"tags":{"type":"object","maxProperties":100,"additionalProperties":{"type":"string"}}},"required":["uri","experiment","tags"]}}};
const schema38 = {"type":"object","additionalProperties":false,"properties":{"perImage":{"type":"integer","minimum":1,"maximum":1000},"refresh":{"type":"string","enum":["never","epoch"]}},"required":["perImage","refresh"]};
const schema69 = {"type":"object","additionalProperties":false,"properties":{"everySteps":{"type":["integer","null"],"minimum":1,"maximum":2147483647}},"required":["everySteps"]};
const func2 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$", "u");
const schema12 = {"type":"object","discriminator":{"propertyName":"source"},"oneOf":[{"$ref":"#/definitions/MnistData"},{"$ref":"#/definitions/IdxData"},{"$ref":"#/definitions/FolderData"},{"$ref":"#/definitions/PairsData"},{"$ref":"#/definitions/ParquetData"}],"required":["source"]};
const schema13 = {"type":"object","additionalProperties":false,"properties":{"source":{"const":"mnist"},"seed":{"type":"integer","minimum":0,"maximum":4294967295},"validation":{"$ref":"#/definitions/Validation"},"split":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Split"}]},"limit":{"$ref":"#/definitions/Limit"},"augment":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Augment"}]}},"required":["source","seed","validation","split","limit","augment"]};
const schema17 = {"type":"object","additionalProperties":false,"required":["validation","test","by","group"],"properties":{"validation":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1},"test":{"type":"number","minimum":0,"exclusiveMaximum":1},"by":{"type":"string","enum":["image","class","group"]},"group":{"type":["string","null"],"pattern":"."}}};
const schema18 = {"type":"object","additionalProperties":false,"properties":{"train":{"type":["integer","null"],"minimum":1,"maximum":2147483647},"test":{"type":["integer","null"],"minimum":1,"maximum":2147483647}},"required":["train","test"]};
const schema19 = {"type":"object","additionalProperties":false,"properties":{"shift":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":-1,"maximum":1}}]},"rotate":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":-180,"maximum":180}}]},"scale":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":-0.9,"maximum":9}}]},"shear":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":-80,"maximum":80}}]},"flip":{"type":["string","null"],"enum":["horizontal","vertical","both",null]},"brightness":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":-1,"maximum":1}}]},"contrast":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":-1,"maximum":9}}]},"blur":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":0,"maximum":10}}]},"noise":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":0,"maximum":1}}]},"erase":{"anyOf":[{"type":"null"},{"type":"array","minItems":2,"maxItems":2,"items":{"type":"number","minimum":0,"maximum":1}}]}},"required":["shift","rotate","scale","shear","flip","brightness","contrast","blur","noise","erase"]};
const schema14 = {"type":"object","required":["from"],"discriminator":{"propertyName":"from"},"oneOf":[{"$ref":"#/definitions/ValidationFromTest"},{"$ref":"#/definitions/ValidationFromTrain"}]};
const schema15 = {"type":"object","additionalProperties":false,"required":["from"],"properties":{"from":{"const":"test"}}};
const schema16 = {"type":"object","additionalProperties":false,"required":["from","fraction"],"properties":{"from":{"const":"train"},"fraction":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1}}};

function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.from === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
const tag0 = data.from;
if(typeof tag0 == "string"){
if(tag0 === "test"){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.from === undefined){
const err1 = {instancePath,schemaPath:"#/definitions/ValidationFromTest/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(key0 === "from")){
const err2 = {instancePath,schemaPath:"#/definitions/ValidationFromTest/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.from !== undefined){
if("test" !== data.from){
const err3 = {instancePath:instancePath+"/from",schemaPath:"#/definitions/ValidationFromTest/properties/from/const",keyword:"const",params:{allowedValue: "test"},message:"must be equal to constant"};
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
const err4 = {instancePath,schemaPath:"#/definitions/ValidationFromTest/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else if(tag0 === "train"){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.from === undefined){
const err5 = {instancePath,schemaPath:"#/definitions/ValidationFromTrain/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.fraction === undefined){
const err6 = {instancePath,schemaPath:"#/definitions/ValidationFromTrain/required",keyword:"required",params:{missingProperty: "fraction"},message:"must have required property '"+"fraction"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
for(const key1 in data){
if(!((key1 === "from") || (key1 === "fraction"))){
const err7 = {instancePath,schemaPath:"#/definitions/ValidationFromTrain/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.from !== undefined){
if("train" !== data.from){
const err8 = {instancePath:instancePath+"/from",schemaPath:"#/definitions/ValidationFromTrain/properties/from/const",keyword:"const",params:{allowedValue: "train"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.fraction !== undefined){
let data2 = data.fraction;
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 >= 1 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/fraction",schemaPath:"#/definitions/ValidationFromTrain/properties/fraction/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data2 <= 0 || isNaN(data2)){
const err10 = {instancePath:instancePath+"/fraction",schemaPath:"#/definitions/ValidationFromTrain/properties/fraction/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/fraction",schemaPath:"#/definitions/ValidationFromTrain/properties/fraction/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err12 = {instancePath,schemaPath:"#/definitions/ValidationFromTrain/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "mapping", tag: "from", tagValue: tag0},message:"value of tag \"from\" must be in oneOf"};
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
const err14 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "tag", tag: "from", tagValue: tag0},message:"tag \"from\" must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
validate13.errors = vErrors;
return errors === 0;
}

const pattern1 = new RegExp(".", "u");

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.source === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "source"},message:"must have required property '"+"source"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.seed === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "seed"},message:"must have required property '"+"seed"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.validation === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "validation"},message:"must have required property '"+"validation"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.split === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "split"},message:"must have required property '"+"split"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.limit === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "limit"},message:"must have required property '"+"limit"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.augment === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "augment"},message:"must have required property '"+"augment"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "source") || (key0 === "seed")) || (key0 === "validation")) || (key0 === "split")) || (key0 === "limit")) || (key0 === "augment"))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.source !== undefined){
if("mnist" !== data.source){
const err7 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/const",keyword:"const",params:{allowedValue: "mnist"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.seed !== undefined){
let data1 = data.seed;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err8 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 4294967295 || isNaN(data1)){
const err9 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967295},message:"must be <= 4294967295"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data1 < 0 || isNaN(data1)){
const err10 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
if(data.validation !== undefined){
if(!(validate13(data.validation, {instancePath:instancePath+"/validation",parentData:data,parentDataProperty:"validation",rootData}))){
vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
errors = vErrors.length;
}
}
if(data.split !== undefined){
let data3 = data.split;
const _errs7 = errors;
let valid1 = false;
const _errs8 = errors;
if(data3 !== null){
const err11 = {instancePath:instancePath+"/split",schemaPath:"#/properties/split/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
var _valid0 = _errs8 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs10 = errors;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.validation === undefined){
const err12 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "validation"},message:"must have required property '"+"validation"+"'"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data3.test === undefined){
const err13 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "test"},message:"must have required property '"+"test"+"'"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data3.by === undefined){
const err14 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "by"},message:"must have required property '"+"by"+"'"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(data3.group === undefined){
const err15 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "group"},message:"must have required property '"+"group"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
for(const key1 in data3){
if(!((((key1 === "validation") || (key1 === "test")) || (key1 === "by")) || (key1 === "group"))){
const err16 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data3.validation !== undefined){
let data4 = data3.validation;
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 >= 1 || isNaN(data4)){
const err17 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data4 <= 0 || isNaN(data4)){
const err18 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
const err19 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data3.test !== undefined){
let data5 = data3.test;
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
const err20 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data5 >= 1 || isNaN(data5)){
const err21 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data3.by !== undefined){
let data6 = data3.by;
if(typeof data6 !== "string"){
const err23 = {instancePath:instancePath+"/split/by",schemaPath:"#/definitions/Split/properties/by/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(!(((data6 === "image") || (data6 === "class")) || (data6 === "group"))){
const err24 = {instancePath:instancePath+"/split/by",schemaPath:"#/definitions/Split/properties/by/enum",keyword:"enum",params:{allowedValues: schema17.properties.by.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data3.group !== undefined){
let data7 = data3.group;
if((typeof data7 !== "string") && (data7 !== null)){
const err25 = {instancePath:instancePath+"/split/group",schemaPath:"#/definitions/Split/properties/group/type",keyword:"type",params:{type: schema17.properties.group.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(typeof data7 === "string"){
if(!pattern1.test(data7)){
const err26 = {instancePath:instancePath+"/split/group",schemaPath:"#/definitions/Split/properties/group/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
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
else {
const err27 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
var _valid0 = _errs10 === errors;
valid1 = valid1 || _valid0;
}
if(!valid1){
const err28 = {instancePath:instancePath+"/split",schemaPath:"#/properties/split/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
else {
errors = _errs7;
if(vErrors !== null){
if(_errs7){
vErrors.length = _errs7;
}
else {
vErrors = null;
}
}
}
}
if(data.limit !== undefined){
let data8 = data.limit;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.train === undefined){
const err29 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/required",keyword:"required",params:{missingProperty: "train"},message:"must have required property '"+"train"+"'"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data8.test === undefined){
const err30 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/required",keyword:"required",params:{missingProperty: "test"},message:"must have required property '"+"test"+"'"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
for(const key2 in data8){
if(!((key2 === "train") || (key2 === "test"))){
const err31 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data8.train !== undefined){
let data9 = data8.train;
if((!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))) && (data9 !== null)){
const err32 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/type",keyword:"type",params:{type: schema18.properties.train.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 2147483647 || isNaN(data9)){
const err33 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data9 < 1 || isNaN(data9)){
const err34 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
if(data8.test !== undefined){
let data10 = data8.test;
if((!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))) && (data10 !== null)){
const err35 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/type",keyword:"type",params:{type: schema18.properties.test.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 2147483647 || isNaN(data10)){
const err36 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data10 < 1 || isNaN(data10)){
const err37 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
}
else {
const err38 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data.augment !== undefined){
let data11 = data.augment;
const _errs31 = errors;
let valid6 = false;
const _errs32 = errors;
if(data11 !== null){
const err39 = {instancePath:instancePath+"/augment",schemaPath:"#/properties/augment/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
var _valid1 = _errs32 === errors;
valid6 = valid6 || _valid1;
if(!valid6){
const _errs34 = errors;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
if(data11.shift === undefined){
const err40 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "shift"},message:"must have required property '"+"shift"+"'"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data11.rotate === undefined){
const err41 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "rotate"},message:"must have required property '"+"rotate"+"'"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(data11.scale === undefined){
const err42 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "scale"},message:"must have required property '"+"scale"+"'"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(data11.shear === undefined){
const err43 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "shear"},message:"must have required property '"+"shear"+"'"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(data11.flip === undefined){
const err44 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "flip"},message:"must have required property '"+"flip"+"'"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(data11.brightness === undefined){
const err45 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "brightness"},message:"must have required property '"+"brightness"+"'"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(data11.contrast === undefined){
const err46 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "contrast"},message:"must have required property '"+"contrast"+"'"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(data11.blur === undefined){
const err47 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "blur"},message:"must have required property '"+"blur"+"'"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(data11.noise === undefined){
const err48 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "noise"},message:"must have required property '"+"noise"+"'"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(data11.erase === undefined){
const err49 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "erase"},message:"must have required property '"+"erase"+"'"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
for(const key3 in data11){
if(!(func2.call(schema19.properties, key3))){
const err50 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data11.shift !== undefined){
let data12 = data11.shift;
const _errs39 = errors;
let valid9 = false;
const _errs40 = errors;
if(data12 !== null){
const err51 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
var _valid2 = _errs40 === errors;
valid9 = valid9 || _valid2;
if(!valid9){
const _errs42 = errors;
if(Array.isArray(data12)){
if(data12.length > 2){
const err52 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(data12.length < 2){
const err53 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
const len0 = data12.length;
for(let i0=0; i0<len0; i0++){
let data13 = data12[i0];
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 1 || isNaN(data13)){
const err54 = {instancePath:instancePath+"/augment/shift/" + i0,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data13 < -1 || isNaN(data13)){
const err55 = {instancePath:instancePath+"/augment/shift/" + i0,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
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
const err56 = {instancePath:instancePath+"/augment/shift/" + i0,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
else {
const err57 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
var _valid2 = _errs42 === errors;
valid9 = valid9 || _valid2;
}
if(!valid9){
const err58 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
else {
errors = _errs39;
if(vErrors !== null){
if(_errs39){
vErrors.length = _errs39;
}
else {
vErrors = null;
}
}
}
}
if(data11.rotate !== undefined){
let data14 = data11.rotate;
const _errs47 = errors;
let valid12 = false;
const _errs48 = errors;
if(data14 !== null){
const err59 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
var _valid3 = _errs48 === errors;
valid12 = valid12 || _valid3;
if(!valid12){
const _errs50 = errors;
if(Array.isArray(data14)){
if(data14.length > 2){
const err60 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data14.length < 2){
const err61 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
const len1 = data14.length;
for(let i1=0; i1<len1; i1++){
let data15 = data14[i1];
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > 180 || isNaN(data15)){
const err62 = {instancePath:instancePath+"/augment/rotate/" + i1,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 180},message:"must be <= 180"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(data15 < -180 || isNaN(data15)){
const err63 = {instancePath:instancePath+"/augment/rotate/" + i1,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -180},message:"must be >= -180"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
else {
const err64 = {instancePath:instancePath+"/augment/rotate/" + i1,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
else {
const err65 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
var _valid3 = _errs50 === errors;
valid12 = valid12 || _valid3;
}
if(!valid12){
const err66 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
else {
errors = _errs47;
if(vErrors !== null){
if(_errs47){
vErrors.length = _errs47;
}
else {
vErrors = null;
}
}
}
}
if(data11.scale !== undefined){
let data16 = data11.scale;
const _errs55 = errors;
let valid15 = false;
const _errs56 = errors;
if(data16 !== null){
const err67 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
var _valid4 = _errs56 === errors;
valid15 = valid15 || _valid4;
if(!valid15){
const _errs58 = errors;
if(Array.isArray(data16)){
if(data16.length > 2){
const err68 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data16.length < 2){
const err69 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
const len2 = data16.length;
for(let i2=0; i2<len2; i2++){
let data17 = data16[i2];
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 > 9 || isNaN(data17)){
const err70 = {instancePath:instancePath+"/augment/scale/" + i2,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if(data17 < -0.9 || isNaN(data17)){
const err71 = {instancePath:instancePath+"/augment/scale/" + i2,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -0.9},message:"must be >= -0.9"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
else {
const err72 = {instancePath:instancePath+"/augment/scale/" + i2,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err73 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
var _valid4 = _errs58 === errors;
valid15 = valid15 || _valid4;
}
if(!valid15){
const err74 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
else {
errors = _errs55;
if(vErrors !== null){
if(_errs55){
vErrors.length = _errs55;
}
else {
vErrors = null;
}
}
}
}
if(data11.shear !== undefined){
let data18 = data11.shear;
const _errs63 = errors;
let valid18 = false;
const _errs64 = errors;
if(data18 !== null){
const err75 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
var _valid5 = _errs64 === errors;
valid18 = valid18 || _valid5;
if(!valid18){
const _errs66 = errors;
if(Array.isArray(data18)){
if(data18.length > 2){
const err76 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(data18.length < 2){
const err77 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
const len3 = data18.length;
for(let i3=0; i3<len3; i3++){
let data19 = data18[i3];
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 80 || isNaN(data19)){
const err78 = {instancePath:instancePath+"/augment/shear/" + i3,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 80},message:"must be <= 80"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
if(data19 < -80 || isNaN(data19)){
const err79 = {instancePath:instancePath+"/augment/shear/" + i3,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -80},message:"must be >= -80"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
else {
const err80 = {instancePath:instancePath+"/augment/shear/" + i3,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err81 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
var _valid5 = _errs66 === errors;
valid18 = valid18 || _valid5;
}
if(!valid18){
const err82 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
else {
errors = _errs63;
if(vErrors !== null){
if(_errs63){
vErrors.length = _errs63;
}
else {
vErrors = null;
}
}
}
}
if(data11.flip !== undefined){
let data20 = data11.flip;
if((typeof data20 !== "string") && (data20 !== null)){
const err83 = {instancePath:instancePath+"/augment/flip",schemaPath:"#/definitions/Augment/properties/flip/type",keyword:"type",params:{type: schema19.properties.flip.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if(!((((data20 === "horizontal") || (data20 === "vertical")) || (data20 === "both")) || (data20 === null))){
const err84 = {instancePath:instancePath+"/augment/flip",schemaPath:"#/definitions/Augment/properties/flip/enum",keyword:"enum",params:{allowedValues: schema19.properties.flip.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data11.brightness !== undefined){
let data21 = data11.brightness;
const _errs73 = errors;
let valid21 = false;
const _errs74 = errors;
if(data21 !== null){
const err85 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
var _valid6 = _errs74 === errors;
valid21 = valid21 || _valid6;
if(!valid21){
const _errs76 = errors;
if(Array.isArray(data21)){
if(data21.length > 2){
const err86 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if(data21.length < 2){
const err87 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
const len4 = data21.length;
for(let i4=0; i4<len4; i4++){
let data22 = data21[i4];
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 1 || isNaN(data22)){
const err88 = {instancePath:instancePath+"/augment/brightness/" + i4,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if(data22 < -1 || isNaN(data22)){
const err89 = {instancePath:instancePath+"/augment/brightness/" + i4,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
else {
const err90 = {instancePath:instancePath+"/augment/brightness/" + i4,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
}
else {
const err91 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
var _valid6 = _errs76 === errors;
valid21 = valid21 || _valid6;
}
if(!valid21){
const err92 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
else {
errors = _errs73;
if(vErrors !== null){
if(_errs73){
vErrors.length = _errs73;
}
else {
vErrors = null;
}
}
}
}
if(data11.contrast !== undefined){
let data23 = data11.contrast;
const _errs81 = errors;
let valid24 = false;
const _errs82 = errors;
if(data23 !== null){
const err93 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
var _valid7 = _errs82 === errors;
valid24 = valid24 || _valid7;
if(!valid24){
const _errs84 = errors;
if(Array.isArray(data23)){
if(data23.length > 2){
const err94 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if(data23.length < 2){
const err95 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
const len5 = data23.length;
for(let i5=0; i5<len5; i5++){
let data24 = data23[i5];
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 > 9 || isNaN(data24)){
const err96 = {instancePath:instancePath+"/augment/contrast/" + i5,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
if(data24 < -1 || isNaN(data24)){
const err97 = {instancePath:instancePath+"/augment/contrast/" + i5,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
else {
const err98 = {instancePath:instancePath+"/augment/contrast/" + i5,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err99 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
var _valid7 = _errs84 === errors;
valid24 = valid24 || _valid7;
}
if(!valid24){
const err100 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
else {
errors = _errs81;
if(vErrors !== null){
if(_errs81){
vErrors.length = _errs81;
}
else {
vErrors = null;
}
}
}
}
if(data11.blur !== undefined){
let data25 = data11.blur;
const _errs89 = errors;
let valid27 = false;
const _errs90 = errors;
if(data25 !== null){
const err101 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
var _valid8 = _errs90 === errors;
valid27 = valid27 || _valid8;
if(!valid27){
const _errs92 = errors;
if(Array.isArray(data25)){
if(data25.length > 2){
const err102 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if(data25.length < 2){
const err103 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
const len6 = data25.length;
for(let i6=0; i6<len6; i6++){
let data26 = data25[i6];
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 > 10 || isNaN(data26)){
const err104 = {instancePath:instancePath+"/augment/blur/" + i6,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10},message:"must be <= 10"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
if(data26 < 0 || isNaN(data26)){
const err105 = {instancePath:instancePath+"/augment/blur/" + i6,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
else {
const err106 = {instancePath:instancePath+"/augment/blur/" + i6,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
}
else {
const err107 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
var _valid8 = _errs92 === errors;
valid27 = valid27 || _valid8;
}
if(!valid27){
const err108 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
else {
errors = _errs89;
if(vErrors !== null){
if(_errs89){
vErrors.length = _errs89;
}
else {
vErrors = null;
}
}
}
}
if(data11.noise !== undefined){
let data27 = data11.noise;
const _errs97 = errors;
let valid30 = false;
const _errs98 = errors;
if(data27 !== null){
const err109 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
var _valid9 = _errs98 === errors;
valid30 = valid30 || _valid9;
if(!valid30){
const _errs100 = errors;
if(Array.isArray(data27)){
if(data27.length > 2){
const err110 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
if(data27.length < 2){
const err111 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
const len7 = data27.length;
for(let i7=0; i7<len7; i7++){
let data28 = data27[i7];
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 > 1 || isNaN(data28)){
const err112 = {instancePath:instancePath+"/augment/noise/" + i7,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
if(data28 < 0 || isNaN(data28)){
const err113 = {instancePath:instancePath+"/augment/noise/" + i7,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
else {
const err114 = {instancePath:instancePath+"/augment/noise/" + i7,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
}
else {
const err115 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
var _valid9 = _errs100 === errors;
valid30 = valid30 || _valid9;
}
if(!valid30){
const err116 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
else {
errors = _errs97;
if(vErrors !== null){
if(_errs97){
vErrors.length = _errs97;
}
else {
vErrors = null;
}
}
}
}
if(data11.erase !== undefined){
let data29 = data11.erase;
const _errs105 = errors;
let valid33 = false;
const _errs106 = errors;
if(data29 !== null){
const err117 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
var _valid10 = _errs106 === errors;
valid33 = valid33 || _valid10;
if(!valid33){
const _errs108 = errors;
if(Array.isArray(data29)){
if(data29.length > 2){
const err118 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
if(data29.length < 2){
const err119 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
const len8 = data29.length;
for(let i8=0; i8<len8; i8++){
let data30 = data29[i8];
if((typeof data30 == "number") && (isFinite(data30))){
if(data30 > 1 || isNaN(data30)){
const err120 = {instancePath:instancePath+"/augment/erase/" + i8,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
if(data30 < 0 || isNaN(data30)){
const err121 = {instancePath:instancePath+"/augment/erase/" + i8,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
else {
const err122 = {instancePath:instancePath+"/augment/erase/" + i8,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err123 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
var _valid10 = _errs108 === errors;
valid33 = valid33 || _valid10;
}
if(!valid33){
const err124 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
else {
errors = _errs105;
if(vErrors !== null){
if(_errs105){
vErrors.length = _errs105;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err125 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
var _valid1 = _errs34 === errors;
valid6 = valid6 || _valid1;
}
if(!valid6){
const err126 = {instancePath:instancePath+"/augment",schemaPath:"#/properties/augment/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
else {
errors = _errs31;
if(vErrors !== null){
if(_errs31){
vErrors.length = _errs31;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err127 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
validate12.errors = vErrors;
return errors === 0;
}

const schema20 = {"type":"object","additionalProperties":false,"required":["source","train","test","seed","validation","split","limit","augment"],"properties":{"source":{"const":"idx"},"train":{"$ref":"#/definitions/IdxFiles"},"test":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/IdxFiles"}]},"seed":{"type":"integer","minimum":0,"maximum":4294967295},"validation":{"$ref":"#/definitions/Validation"},"split":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Split"}]},"limit":{"$ref":"#/definitions/Limit"},"augment":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Augment"}]}}};
const schema21 = {"type":"object","additionalProperties":false,"required":["images","labels"],"properties":{"images":{"type":"string","pattern":"."},"labels":{"type":"string","pattern":"."}}};

function validate15(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.source === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "source"},message:"must have required property '"+"source"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.train === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "train"},message:"must have required property '"+"train"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.test === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "test"},message:"must have required property '"+"test"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.seed === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "seed"},message:"must have required property '"+"seed"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.validation === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "validation"},message:"must have required property '"+"validation"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.split === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "split"},message:"must have required property '"+"split"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.limit === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "limit"},message:"must have required property '"+"limit"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.augment === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "augment"},message:"must have required property '"+"augment"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "source") || (key0 === "train")) || (key0 === "test")) || (key0 === "seed")) || (key0 === "validation")) || (key0 === "split")) || (key0 === "limit")) || (key0 === "augment"))){
const err8 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.source !== undefined){
if("idx" !== data.source){
const err9 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/const",keyword:"const",params:{allowedValue: "idx"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.train !== undefined){
let data1 = data.train;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.images === undefined){
const err10 = {instancePath:instancePath+"/train",schemaPath:"#/definitions/IdxFiles/required",keyword:"required",params:{missingProperty: "images"},message:"must have required property '"+"images"+"'"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data1.labels === undefined){
const err11 = {instancePath:instancePath+"/train",schemaPath:"#/definitions/IdxFiles/required",keyword:"required",params:{missingProperty: "labels"},message:"must have required property '"+"labels"+"'"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
for(const key1 in data1){
if(!((key1 === "images") || (key1 === "labels"))){
const err12 = {instancePath:instancePath+"/train",schemaPath:"#/definitions/IdxFiles/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data1.images !== undefined){
let data2 = data1.images;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err13 = {instancePath:instancePath+"/train/images",schemaPath:"#/definitions/IdxFiles/properties/images/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
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
const err14 = {instancePath:instancePath+"/train/images",schemaPath:"#/definitions/IdxFiles/properties/images/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data1.labels !== undefined){
let data3 = data1.labels;
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
const err15 = {instancePath:instancePath+"/train/labels",schemaPath:"#/definitions/IdxFiles/properties/labels/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/train/labels",schemaPath:"#/definitions/IdxFiles/properties/labels/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
else {
const err17 = {instancePath:instancePath+"/train",schemaPath:"#/definitions/IdxFiles/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.test !== undefined){
let data4 = data.test;
const _errs12 = errors;
let valid3 = false;
const _errs13 = errors;
if(data4 !== null){
const err18 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
var _valid0 = _errs13 === errors;
valid3 = valid3 || _valid0;
if(!valid3){
const _errs15 = errors;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.images === undefined){
const err19 = {instancePath:instancePath+"/test",schemaPath:"#/definitions/IdxFiles/required",keyword:"required",params:{missingProperty: "images"},message:"must have required property '"+"images"+"'"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data4.labels === undefined){
const err20 = {instancePath:instancePath+"/test",schemaPath:"#/definitions/IdxFiles/required",keyword:"required",params:{missingProperty: "labels"},message:"must have required property '"+"labels"+"'"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
for(const key2 in data4){
if(!((key2 === "images") || (key2 === "labels"))){
const err21 = {instancePath:instancePath+"/test",schemaPath:"#/definitions/IdxFiles/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data4.images !== undefined){
let data5 = data4.images;
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
const err22 = {instancePath:instancePath+"/test/images",schemaPath:"#/definitions/IdxFiles/properties/images/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
else {
const err23 = {instancePath:instancePath+"/test/images",schemaPath:"#/definitions/IdxFiles/properties/images/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data4.labels !== undefined){
let data6 = data4.labels;
if(typeof data6 === "string"){
if(!pattern1.test(data6)){
const err24 = {instancePath:instancePath+"/test/labels",schemaPath:"#/definitions/IdxFiles/properties/labels/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
else {
const err25 = {instancePath:instancePath+"/test/labels",schemaPath:"#/definitions/IdxFiles/properties/labels/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
else {
const err26 = {instancePath:instancePath+"/test",schemaPath:"#/definitions/IdxFiles/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
var _valid0 = _errs15 === errors;
valid3 = valid3 || _valid0;
}
if(!valid3){
const err27 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
else {
errors = _errs12;
if(vErrors !== null){
if(_errs12){
vErrors.length = _errs12;
}
else {
vErrors = null;
}
}
}
}
if(data.seed !== undefined){
let data7 = data.seed;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err28 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 4294967295 || isNaN(data7)){
const err29 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967295},message:"must be <= 4294967295"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data7 < 0 || isNaN(data7)){
const err30 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
if(data.validation !== undefined){
if(!(validate13(data.validation, {instancePath:instancePath+"/validation",parentData:data,parentDataProperty:"validation",rootData}))){
vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
errors = vErrors.length;
}
}
if(data.split !== undefined){
let data9 = data.split;
const _errs27 = errors;
let valid6 = false;
const _errs28 = errors;
if(data9 !== null){
const err31 = {instancePath:instancePath+"/split",schemaPath:"#/properties/split/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
var _valid1 = _errs28 === errors;
valid6 = valid6 || _valid1;
if(!valid6){
const _errs30 = errors;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(data9.validation === undefined){
const err32 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "validation"},message:"must have required property '"+"validation"+"'"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data9.test === undefined){
const err33 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "test"},message:"must have required property '"+"test"+"'"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data9.by === undefined){
const err34 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "by"},message:"must have required property '"+"by"+"'"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data9.group === undefined){
const err35 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "group"},message:"must have required property '"+"group"+"'"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
for(const key3 in data9){
if(!((((key3 === "validation") || (key3 === "test")) || (key3 === "by")) || (key3 === "group"))){
const err36 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data9.validation !== undefined){
let data10 = data9.validation;
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 >= 1 || isNaN(data10)){
const err37 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data10 <= 0 || isNaN(data10)){
const err38 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
else {
const err39 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data9.test !== undefined){
let data11 = data9.test;
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 0 || isNaN(data11)){
const err40 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data11 >= 1 || isNaN(data11)){
const err41 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
else {
const err42 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data9.by !== undefined){
let data12 = data9.by;
if(typeof data12 !== "string"){
const err43 = {instancePath:instancePath+"/split/by",schemaPath:"#/definitions/Split/properties/by/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(!(((data12 === "image") || (data12 === "class")) || (data12 === "group"))){
const err44 = {instancePath:instancePath+"/split/by",schemaPath:"#/definitions/Split/properties/by/enum",keyword:"enum",params:{allowedValues: schema17.properties.by.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data9.group !== undefined){
let data13 = data9.group;
if((typeof data13 !== "string") && (data13 !== null)){
const err45 = {instancePath:instancePath+"/split/group",schemaPath:"#/definitions/Split/properties/group/type",keyword:"type",params:{type: schema17.properties.group.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(typeof data13 === "string"){
if(!pattern1.test(data13)){
const err46 = {instancePath:instancePath+"/split/group",schemaPath:"#/definitions/Split/properties/group/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
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
}
else {
const err47 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
var _valid1 = _errs30 === errors;
valid6 = valid6 || _valid1;
}
if(!valid6){
const err48 = {instancePath:instancePath+"/split",schemaPath:"#/properties/split/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
else {
errors = _errs27;
if(vErrors !== null){
if(_errs27){
vErrors.length = _errs27;
}
else {
vErrors = null;
}
}
}
}
if(data.limit !== undefined){
let data14 = data.limit;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
if(data14.train === undefined){
const err49 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/required",keyword:"required",params:{missingProperty: "train"},message:"must have required property '"+"train"+"'"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(data14.test === undefined){
const err50 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/required",keyword:"required",params:{missingProperty: "test"},message:"must have required property '"+"test"+"'"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
for(const key4 in data14){
if(!((key4 === "train") || (key4 === "test"))){
const err51 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data14.train !== undefined){
let data15 = data14.train;
if((!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))) && (data15 !== null)){
const err52 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/type",keyword:"type",params:{type: schema18.properties.train.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > 2147483647 || isNaN(data15)){
const err53 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
if(data15 < 1 || isNaN(data15)){
const err54 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
}
if(data14.test !== undefined){
let data16 = data14.test;
if((!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))) && (data16 !== null)){
const err55 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/type",keyword:"type",params:{type: schema18.properties.test.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 2147483647 || isNaN(data16)){
const err56 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(data16 < 1 || isNaN(data16)){
const err57 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
}
else {
const err58 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data.augment !== undefined){
let data17 = data.augment;
const _errs51 = errors;
let valid11 = false;
const _errs52 = errors;
if(data17 !== null){
const err59 = {instancePath:instancePath+"/augment",schemaPath:"#/properties/augment/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
var _valid2 = _errs52 === errors;
valid11 = valid11 || _valid2;
if(!valid11){
const _errs54 = errors;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
if(data17.shift === undefined){
const err60 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "shift"},message:"must have required property '"+"shift"+"'"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data17.rotate === undefined){
const err61 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "rotate"},message:"must have required property '"+"rotate"+"'"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data17.scale === undefined){
const err62 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "scale"},message:"must have required property '"+"scale"+"'"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(data17.shear === undefined){
const err63 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "shear"},message:"must have required property '"+"shear"+"'"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(data17.flip === undefined){
const err64 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "flip"},message:"must have required property '"+"flip"+"'"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(data17.brightness === undefined){
const err65 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "brightness"},message:"must have required property '"+"brightness"+"'"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
if(data17.contrast === undefined){
const err66 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "contrast"},message:"must have required property '"+"contrast"+"'"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if(data17.blur === undefined){
const err67 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "blur"},message:"must have required property '"+"blur"+"'"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(data17.noise === undefined){
const err68 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "noise"},message:"must have required property '"+"noise"+"'"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data17.erase === undefined){
const err69 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "erase"},message:"must have required property '"+"erase"+"'"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
for(const key5 in data17){
if(!(func2.call(schema19.properties, key5))){
const err70 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data17.shift !== undefined){
let data18 = data17.shift;
const _errs59 = errors;
let valid14 = false;
const _errs60 = errors;
if(data18 !== null){
const err71 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
var _valid3 = _errs60 === errors;
valid14 = valid14 || _valid3;
if(!valid14){
const _errs62 = errors;
if(Array.isArray(data18)){
if(data18.length > 2){
const err72 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
if(data18.length < 2){
const err73 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
const len0 = data18.length;
for(let i0=0; i0<len0; i0++){
let data19 = data18[i0];
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 1 || isNaN(data19)){
const err74 = {instancePath:instancePath+"/augment/shift/" + i0,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
if(data19 < -1 || isNaN(data19)){
const err75 = {instancePath:instancePath+"/augment/shift/" + i0,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
else {
const err76 = {instancePath:instancePath+"/augment/shift/" + i0,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
else {
const err77 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
var _valid3 = _errs62 === errors;
valid14 = valid14 || _valid3;
}
if(!valid14){
const err78 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
else {
errors = _errs59;
if(vErrors !== null){
if(_errs59){
vErrors.length = _errs59;
}
else {
vErrors = null;
}
}
}
}
if(data17.rotate !== undefined){
let data20 = data17.rotate;
const _errs67 = errors;
let valid17 = false;
const _errs68 = errors;
if(data20 !== null){
const err79 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
var _valid4 = _errs68 === errors;
valid17 = valid17 || _valid4;
if(!valid17){
const _errs70 = errors;
if(Array.isArray(data20)){
if(data20.length > 2){
const err80 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
if(data20.length < 2){
const err81 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
const len1 = data20.length;
for(let i1=0; i1<len1; i1++){
let data21 = data20[i1];
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 180 || isNaN(data21)){
const err82 = {instancePath:instancePath+"/augment/rotate/" + i1,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 180},message:"must be <= 180"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
if(data21 < -180 || isNaN(data21)){
const err83 = {instancePath:instancePath+"/augment/rotate/" + i1,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -180},message:"must be >= -180"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
else {
const err84 = {instancePath:instancePath+"/augment/rotate/" + i1,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err85 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
var _valid4 = _errs70 === errors;
valid17 = valid17 || _valid4;
}
if(!valid17){
const err86 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
else {
errors = _errs67;
if(vErrors !== null){
if(_errs67){
vErrors.length = _errs67;
}
else {
vErrors = null;
}
}
}
}
if(data17.scale !== undefined){
let data22 = data17.scale;
const _errs75 = errors;
let valid20 = false;
const _errs76 = errors;
if(data22 !== null){
const err87 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
var _valid5 = _errs76 === errors;
valid20 = valid20 || _valid5;
if(!valid20){
const _errs78 = errors;
if(Array.isArray(data22)){
if(data22.length > 2){
const err88 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if(data22.length < 2){
const err89 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
const len2 = data22.length;
for(let i2=0; i2<len2; i2++){
let data23 = data22[i2];
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 > 9 || isNaN(data23)){
const err90 = {instancePath:instancePath+"/augment/scale/" + i2,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
if(data23 < -0.9 || isNaN(data23)){
const err91 = {instancePath:instancePath+"/augment/scale/" + i2,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -0.9},message:"must be >= -0.9"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
else {
const err92 = {instancePath:instancePath+"/augment/scale/" + i2,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err93 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
var _valid5 = _errs78 === errors;
valid20 = valid20 || _valid5;
}
if(!valid20){
const err94 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
else {
errors = _errs75;
if(vErrors !== null){
if(_errs75){
vErrors.length = _errs75;
}
else {
vErrors = null;
}
}
}
}
if(data17.shear !== undefined){
let data24 = data17.shear;
const _errs83 = errors;
let valid23 = false;
const _errs84 = errors;
if(data24 !== null){
const err95 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
var _valid6 = _errs84 === errors;
valid23 = valid23 || _valid6;
if(!valid23){
const _errs86 = errors;
if(Array.isArray(data24)){
if(data24.length > 2){
const err96 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
if(data24.length < 2){
const err97 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
const len3 = data24.length;
for(let i3=0; i3<len3; i3++){
let data25 = data24[i3];
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 > 80 || isNaN(data25)){
const err98 = {instancePath:instancePath+"/augment/shear/" + i3,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 80},message:"must be <= 80"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
if(data25 < -80 || isNaN(data25)){
const err99 = {instancePath:instancePath+"/augment/shear/" + i3,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -80},message:"must be >= -80"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
else {
const err100 = {instancePath:instancePath+"/augment/shear/" + i3,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
const err101 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
var _valid6 = _errs86 === errors;
valid23 = valid23 || _valid6;
}
if(!valid23){
const err102 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
else {
errors = _errs83;
if(vErrors !== null){
if(_errs83){
vErrors.length = _errs83;
}
else {
vErrors = null;
}
}
}
}
if(data17.flip !== undefined){
let data26 = data17.flip;
if((typeof data26 !== "string") && (data26 !== null)){
const err103 = {instancePath:instancePath+"/augment/flip",schemaPath:"#/definitions/Augment/properties/flip/type",keyword:"type",params:{type: schema19.properties.flip.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
if(!((((data26 === "horizontal") || (data26 === "vertical")) || (data26 === "both")) || (data26 === null))){
const err104 = {instancePath:instancePath+"/augment/flip",schemaPath:"#/definitions/Augment/properties/flip/enum",keyword:"enum",params:{allowedValues: schema19.properties.flip.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data17.brightness !== undefined){
let data27 = data17.brightness;
const _errs93 = errors;
let valid26 = false;
const _errs94 = errors;
if(data27 !== null){
const err105 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
var _valid7 = _errs94 === errors;
valid26 = valid26 || _valid7;
if(!valid26){
const _errs96 = errors;
if(Array.isArray(data27)){
if(data27.length > 2){
const err106 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
if(data27.length < 2){
const err107 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
const len4 = data27.length;
for(let i4=0; i4<len4; i4++){
let data28 = data27[i4];
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 > 1 || isNaN(data28)){
const err108 = {instancePath:instancePath+"/augment/brightness/" + i4,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
if(data28 < -1 || isNaN(data28)){
const err109 = {instancePath:instancePath+"/augment/brightness/" + i4,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
else {
const err110 = {instancePath:instancePath+"/augment/brightness/" + i4,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
}
else {
const err111 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
var _valid7 = _errs96 === errors;
valid26 = valid26 || _valid7;
}
if(!valid26){
const err112 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
else {
errors = _errs93;
if(vErrors !== null){
if(_errs93){
vErrors.length = _errs93;
}
else {
vErrors = null;
}
}
}
}
if(data17.contrast !== undefined){
let data29 = data17.contrast;
const _errs101 = errors;
let valid29 = false;
const _errs102 = errors;
if(data29 !== null){
const err113 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
var _valid8 = _errs102 === errors;
valid29 = valid29 || _valid8;
if(!valid29){
const _errs104 = errors;
if(Array.isArray(data29)){
if(data29.length > 2){
const err114 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
if(data29.length < 2){
const err115 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
const len5 = data29.length;
for(let i5=0; i5<len5; i5++){
let data30 = data29[i5];
if((typeof data30 == "number") && (isFinite(data30))){
if(data30 > 9 || isNaN(data30)){
const err116 = {instancePath:instancePath+"/augment/contrast/" + i5,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
if(data30 < -1 || isNaN(data30)){
const err117 = {instancePath:instancePath+"/augment/contrast/" + i5,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
else {
const err118 = {instancePath:instancePath+"/augment/contrast/" + i5,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
}
else {
const err119 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
var _valid8 = _errs104 === errors;
valid29 = valid29 || _valid8;
}
if(!valid29){
const err120 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
else {
errors = _errs101;
if(vErrors !== null){
if(_errs101){
vErrors.length = _errs101;
}
else {
vErrors = null;
}
}
}
}
if(data17.blur !== undefined){
let data31 = data17.blur;
const _errs109 = errors;
let valid32 = false;
const _errs110 = errors;
if(data31 !== null){
const err121 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
var _valid9 = _errs110 === errors;
valid32 = valid32 || _valid9;
if(!valid32){
const _errs112 = errors;
if(Array.isArray(data31)){
if(data31.length > 2){
const err122 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
if(data31.length < 2){
const err123 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
const len6 = data31.length;
for(let i6=0; i6<len6; i6++){
let data32 = data31[i6];
if((typeof data32 == "number") && (isFinite(data32))){
if(data32 > 10 || isNaN(data32)){
const err124 = {instancePath:instancePath+"/augment/blur/" + i6,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10},message:"must be <= 10"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
if(data32 < 0 || isNaN(data32)){
const err125 = {instancePath:instancePath+"/augment/blur/" + i6,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
else {
const err126 = {instancePath:instancePath+"/augment/blur/" + i6,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
}
else {
const err127 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
var _valid9 = _errs112 === errors;
valid32 = valid32 || _valid9;
}
if(!valid32){
const err128 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
else {
errors = _errs109;
if(vErrors !== null){
if(_errs109){
vErrors.length = _errs109;
}
else {
vErrors = null;
}
}
}
}
if(data17.noise !== undefined){
let data33 = data17.noise;
const _errs117 = errors;
let valid35 = false;
const _errs118 = errors;
if(data33 !== null){
const err129 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
var _valid10 = _errs118 === errors;
valid35 = valid35 || _valid10;
if(!valid35){
const _errs120 = errors;
if(Array.isArray(data33)){
if(data33.length > 2){
const err130 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
if(data33.length < 2){
const err131 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
const len7 = data33.length;
for(let i7=0; i7<len7; i7++){
let data34 = data33[i7];
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 > 1 || isNaN(data34)){
const err132 = {instancePath:instancePath+"/augment/noise/" + i7,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
if(data34 < 0 || isNaN(data34)){
const err133 = {instancePath:instancePath+"/augment/noise/" + i7,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
else {
const err134 = {instancePath:instancePath+"/augment/noise/" + i7,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
}
else {
const err135 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
var _valid10 = _errs120 === errors;
valid35 = valid35 || _valid10;
}
if(!valid35){
const err136 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
else {
errors = _errs117;
if(vErrors !== null){
if(_errs117){
vErrors.length = _errs117;
}
else {
vErrors = null;
}
}
}
}
if(data17.erase !== undefined){
let data35 = data17.erase;
const _errs125 = errors;
let valid38 = false;
const _errs126 = errors;
if(data35 !== null){
const err137 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
var _valid11 = _errs126 === errors;
valid38 = valid38 || _valid11;
if(!valid38){
const _errs128 = errors;
if(Array.isArray(data35)){
if(data35.length > 2){
const err138 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
if(data35.length < 2){
const err139 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
const len8 = data35.length;
for(let i8=0; i8<len8; i8++){
let data36 = data35[i8];
if((typeof data36 == "number") && (isFinite(data36))){
if(data36 > 1 || isNaN(data36)){
const err140 = {instancePath:instancePath+"/augment/erase/" + i8,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
if(data36 < 0 || isNaN(data36)){
const err141 = {instancePath:instancePath+"/augment/erase/" + i8,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
else {
const err142 = {instancePath:instancePath+"/augment/erase/" + i8,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
}
else {
const err143 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
var _valid11 = _errs128 === errors;
valid38 = valid38 || _valid11;
}
if(!valid38){
const err144 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
else {
errors = _errs125;
if(vErrors !== null){
if(_errs125){
vErrors.length = _errs125;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err145 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
var _valid2 = _errs54 === errors;
valid11 = valid11 || _valid2;
}
if(!valid11){
const err146 = {instancePath:instancePath+"/augment",schemaPath:"#/properties/augment/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
else {
errors = _errs51;
if(vErrors !== null){
if(_errs51){
vErrors.length = _errs51;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err147 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
validate15.errors = vErrors;
return errors === 0;
}

const schema26 = {"type":"object","additionalProperties":false,"required":["source","path","resize","background","unreadable","seed","validation","split","limit","augment"],"properties":{"source":{"const":"folder"},"path":{"type":"string","pattern":"."},"resize":{"type":"string","enum":["stretch","crop","pad"]},"background":{"type":"array","minItems":3,"maxItems":3,"items":{"type":"integer","minimum":0,"maximum":255}},"unreadable":{"type":"string","enum":["refuse","skip"]},"seed":{"type":"integer","minimum":0,"maximum":4294967295},"validation":{"$ref":"#/definitions/Validation"},"split":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Split"}]},"limit":{"$ref":"#/definitions/Limit"},"augment":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Augment"}]}}};

function validate17(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.source === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "source"},message:"must have required property '"+"source"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.path === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.resize === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "resize"},message:"must have required property '"+"resize"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.background === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "background"},message:"must have required property '"+"background"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.unreadable === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "unreadable"},message:"must have required property '"+"unreadable"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.seed === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "seed"},message:"must have required property '"+"seed"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.validation === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "validation"},message:"must have required property '"+"validation"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.split === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "split"},message:"must have required property '"+"split"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data.limit === undefined){
const err8 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "limit"},message:"must have required property '"+"limit"+"'"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data.augment === undefined){
const err9 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "augment"},message:"must have required property '"+"augment"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema26.properties, key0))){
const err10 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.source !== undefined){
if("folder" !== data.source){
const err11 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/const",keyword:"const",params:{allowedValue: "folder"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.path !== undefined){
let data1 = data.path;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err12 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.resize !== undefined){
let data2 = data.resize;
if(typeof data2 !== "string"){
const err14 = {instancePath:instancePath+"/resize",schemaPath:"#/properties/resize/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(!(((data2 === "stretch") || (data2 === "crop")) || (data2 === "pad"))){
const err15 = {instancePath:instancePath+"/resize",schemaPath:"#/properties/resize/enum",keyword:"enum",params:{allowedValues: schema26.properties.resize.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.background !== undefined){
let data3 = data.background;
if(Array.isArray(data3)){
if(data3.length > 3){
const err16 = {instancePath:instancePath+"/background",schemaPath:"#/properties/background/maxItems",keyword:"maxItems",params:{limit: 3},message:"must NOT have more than 3 items"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data3.length < 3){
const err17 = {instancePath:instancePath+"/background",schemaPath:"#/properties/background/minItems",keyword:"minItems",params:{limit: 3},message:"must NOT have fewer than 3 items"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err18 = {instancePath:instancePath+"/background/" + i0,schemaPath:"#/properties/background/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 255 || isNaN(data4)){
const err19 = {instancePath:instancePath+"/background/" + i0,schemaPath:"#/properties/background/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 255},message:"must be <= 255"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data4 < 0 || isNaN(data4)){
const err20 = {instancePath:instancePath+"/background/" + i0,schemaPath:"#/properties/background/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
}
else {
const err21 = {instancePath:instancePath+"/background",schemaPath:"#/properties/background/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.unreadable !== undefined){
let data5 = data.unreadable;
if(typeof data5 !== "string"){
const err22 = {instancePath:instancePath+"/unreadable",schemaPath:"#/properties/unreadable/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(!((data5 === "refuse") || (data5 === "skip"))){
const err23 = {instancePath:instancePath+"/unreadable",schemaPath:"#/properties/unreadable/enum",keyword:"enum",params:{allowedValues: schema26.properties.unreadable.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.seed !== undefined){
let data6 = data.seed;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err24 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 4294967295 || isNaN(data6)){
const err25 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967295},message:"must be <= 4294967295"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(data6 < 0 || isNaN(data6)){
const err26 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
if(data.validation !== undefined){
if(!(validate13(data.validation, {instancePath:instancePath+"/validation",parentData:data,parentDataProperty:"validation",rootData}))){
vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
errors = vErrors.length;
}
}
if(data.split !== undefined){
let data8 = data.split;
const _errs17 = errors;
let valid3 = false;
const _errs18 = errors;
if(data8 !== null){
const err27 = {instancePath:instancePath+"/split",schemaPath:"#/properties/split/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
var _valid0 = _errs18 === errors;
valid3 = valid3 || _valid0;
if(!valid3){
const _errs20 = errors;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.validation === undefined){
const err28 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "validation"},message:"must have required property '"+"validation"+"'"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(data8.test === undefined){
const err29 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "test"},message:"must have required property '"+"test"+"'"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data8.by === undefined){
const err30 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "by"},message:"must have required property '"+"by"+"'"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(data8.group === undefined){
const err31 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "group"},message:"must have required property '"+"group"+"'"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
for(const key1 in data8){
if(!((((key1 === "validation") || (key1 === "test")) || (key1 === "by")) || (key1 === "group"))){
const err32 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data8.validation !== undefined){
let data9 = data8.validation;
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 >= 1 || isNaN(data9)){
const err33 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data9 <= 0 || isNaN(data9)){
const err34 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data8.test !== undefined){
let data10 = data8.test;
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 0 || isNaN(data10)){
const err36 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data10 >= 1 || isNaN(data10)){
const err37 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
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
const err38 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data8.by !== undefined){
let data11 = data8.by;
if(typeof data11 !== "string"){
const err39 = {instancePath:instancePath+"/split/by",schemaPath:"#/definitions/Split/properties/by/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if(!(((data11 === "image") || (data11 === "class")) || (data11 === "group"))){
const err40 = {instancePath:instancePath+"/split/by",schemaPath:"#/definitions/Split/properties/by/enum",keyword:"enum",params:{allowedValues: schema17.properties.by.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data8.group !== undefined){
let data12 = data8.group;
if((typeof data12 !== "string") && (data12 !== null)){
const err41 = {instancePath:instancePath+"/split/group",schemaPath:"#/definitions/Split/properties/group/type",keyword:"type",params:{type: schema17.properties.group.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(typeof data12 === "string"){
if(!pattern1.test(data12)){
const err42 = {instancePath:instancePath+"/split/group",schemaPath:"#/definitions/Split/properties/group/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
}
else {
const err43 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
var _valid0 = _errs20 === errors;
valid3 = valid3 || _valid0;
}
if(!valid3){
const err44 = {instancePath:instancePath+"/split",schemaPath:"#/properties/split/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
else {
errors = _errs17;
if(vErrors !== null){
if(_errs17){
vErrors.length = _errs17;
}
else {
vErrors = null;
}
}
}
}
if(data.limit !== undefined){
let data13 = data.limit;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
if(data13.train === undefined){
const err45 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/required",keyword:"required",params:{missingProperty: "train"},message:"must have required property '"+"train"+"'"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(data13.test === undefined){
const err46 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/required",keyword:"required",params:{missingProperty: "test"},message:"must have required property '"+"test"+"'"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
for(const key2 in data13){
if(!((key2 === "train") || (key2 === "test"))){
const err47 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data13.train !== undefined){
let data14 = data13.train;
if((!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))) && (data14 !== null)){
const err48 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/type",keyword:"type",params:{type: schema18.properties.train.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 2147483647 || isNaN(data14)){
const err49 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(data14 < 1 || isNaN(data14)){
const err50 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data13.test !== undefined){
let data15 = data13.test;
if((!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))) && (data15 !== null)){
const err51 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/type",keyword:"type",params:{type: schema18.properties.test.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > 2147483647 || isNaN(data15)){
const err52 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(data15 < 1 || isNaN(data15)){
const err53 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
}
else {
const err54 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data.augment !== undefined){
let data16 = data.augment;
const _errs41 = errors;
let valid8 = false;
const _errs42 = errors;
if(data16 !== null){
const err55 = {instancePath:instancePath+"/augment",schemaPath:"#/properties/augment/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
var _valid1 = _errs42 === errors;
valid8 = valid8 || _valid1;
if(!valid8){
const _errs44 = errors;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
if(data16.shift === undefined){
const err56 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "shift"},message:"must have required property '"+"shift"+"'"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(data16.rotate === undefined){
const err57 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "rotate"},message:"must have required property '"+"rotate"+"'"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data16.scale === undefined){
const err58 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "scale"},message:"must have required property '"+"scale"+"'"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
if(data16.shear === undefined){
const err59 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "shear"},message:"must have required property '"+"shear"+"'"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(data16.flip === undefined){
const err60 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "flip"},message:"must have required property '"+"flip"+"'"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data16.brightness === undefined){
const err61 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "brightness"},message:"must have required property '"+"brightness"+"'"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data16.contrast === undefined){
const err62 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "contrast"},message:"must have required property '"+"contrast"+"'"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(data16.blur === undefined){
const err63 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "blur"},message:"must have required property '"+"blur"+"'"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(data16.noise === undefined){
const err64 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "noise"},message:"must have required property '"+"noise"+"'"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(data16.erase === undefined){
const err65 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "erase"},message:"must have required property '"+"erase"+"'"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
for(const key3 in data16){
if(!(func2.call(schema19.properties, key3))){
const err66 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data16.shift !== undefined){
let data17 = data16.shift;
const _errs49 = errors;
let valid11 = false;
const _errs50 = errors;
if(data17 !== null){
const err67 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
var _valid2 = _errs50 === errors;
valid11 = valid11 || _valid2;
if(!valid11){
const _errs52 = errors;
if(Array.isArray(data17)){
if(data17.length > 2){
const err68 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data17.length < 2){
const err69 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
const len1 = data17.length;
for(let i1=0; i1<len1; i1++){
let data18 = data17[i1];
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 > 1 || isNaN(data18)){
const err70 = {instancePath:instancePath+"/augment/shift/" + i1,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if(data18 < -1 || isNaN(data18)){
const err71 = {instancePath:instancePath+"/augment/shift/" + i1,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
else {
const err72 = {instancePath:instancePath+"/augment/shift/" + i1,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err73 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
var _valid2 = _errs52 === errors;
valid11 = valid11 || _valid2;
}
if(!valid11){
const err74 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
else {
errors = _errs49;
if(vErrors !== null){
if(_errs49){
vErrors.length = _errs49;
}
else {
vErrors = null;
}
}
}
}
if(data16.rotate !== undefined){
let data19 = data16.rotate;
const _errs57 = errors;
let valid14 = false;
const _errs58 = errors;
if(data19 !== null){
const err75 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
var _valid3 = _errs58 === errors;
valid14 = valid14 || _valid3;
if(!valid14){
const _errs60 = errors;
if(Array.isArray(data19)){
if(data19.length > 2){
const err76 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(data19.length < 2){
const err77 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
const len2 = data19.length;
for(let i2=0; i2<len2; i2++){
let data20 = data19[i2];
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 180 || isNaN(data20)){
const err78 = {instancePath:instancePath+"/augment/rotate/" + i2,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 180},message:"must be <= 180"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
if(data20 < -180 || isNaN(data20)){
const err79 = {instancePath:instancePath+"/augment/rotate/" + i2,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -180},message:"must be >= -180"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
else {
const err80 = {instancePath:instancePath+"/augment/rotate/" + i2,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err81 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
var _valid3 = _errs60 === errors;
valid14 = valid14 || _valid3;
}
if(!valid14){
const err82 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
else {
errors = _errs57;
if(vErrors !== null){
if(_errs57){
vErrors.length = _errs57;
}
else {
vErrors = null;
}
}
}
}
if(data16.scale !== undefined){
let data21 = data16.scale;
const _errs65 = errors;
let valid17 = false;
const _errs66 = errors;
if(data21 !== null){
const err83 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
var _valid4 = _errs66 === errors;
valid17 = valid17 || _valid4;
if(!valid17){
const _errs68 = errors;
if(Array.isArray(data21)){
if(data21.length > 2){
const err84 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if(data21.length < 2){
const err85 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
const len3 = data21.length;
for(let i3=0; i3<len3; i3++){
let data22 = data21[i3];
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 9 || isNaN(data22)){
const err86 = {instancePath:instancePath+"/augment/scale/" + i3,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if(data22 < -0.9 || isNaN(data22)){
const err87 = {instancePath:instancePath+"/augment/scale/" + i3,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -0.9},message:"must be >= -0.9"};
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
const err88 = {instancePath:instancePath+"/augment/scale/" + i3,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
else {
const err89 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
var _valid4 = _errs68 === errors;
valid17 = valid17 || _valid4;
}
if(!valid17){
const err90 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
else {
errors = _errs65;
if(vErrors !== null){
if(_errs65){
vErrors.length = _errs65;
}
else {
vErrors = null;
}
}
}
}
if(data16.shear !== undefined){
let data23 = data16.shear;
const _errs73 = errors;
let valid20 = false;
const _errs74 = errors;
if(data23 !== null){
const err91 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
var _valid5 = _errs74 === errors;
valid20 = valid20 || _valid5;
if(!valid20){
const _errs76 = errors;
if(Array.isArray(data23)){
if(data23.length > 2){
const err92 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
if(data23.length < 2){
const err93 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
const len4 = data23.length;
for(let i4=0; i4<len4; i4++){
let data24 = data23[i4];
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 > 80 || isNaN(data24)){
const err94 = {instancePath:instancePath+"/augment/shear/" + i4,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 80},message:"must be <= 80"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if(data24 < -80 || isNaN(data24)){
const err95 = {instancePath:instancePath+"/augment/shear/" + i4,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -80},message:"must be >= -80"};
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
const err96 = {instancePath:instancePath+"/augment/shear/" + i4,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
}
else {
const err97 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
var _valid5 = _errs76 === errors;
valid20 = valid20 || _valid5;
}
if(!valid20){
const err98 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
else {
errors = _errs73;
if(vErrors !== null){
if(_errs73){
vErrors.length = _errs73;
}
else {
vErrors = null;
}
}
}
}
if(data16.flip !== undefined){
let data25 = data16.flip;
if((typeof data25 !== "string") && (data25 !== null)){
const err99 = {instancePath:instancePath+"/augment/flip",schemaPath:"#/definitions/Augment/properties/flip/type",keyword:"type",params:{type: schema19.properties.flip.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if(!((((data25 === "horizontal") || (data25 === "vertical")) || (data25 === "both")) || (data25 === null))){
const err100 = {instancePath:instancePath+"/augment/flip",schemaPath:"#/definitions/Augment/properties/flip/enum",keyword:"enum",params:{allowedValues: schema19.properties.flip.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data16.brightness !== undefined){
let data26 = data16.brightness;
const _errs83 = errors;
let valid23 = false;
const _errs84 = errors;
if(data26 !== null){
const err101 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
var _valid6 = _errs84 === errors;
valid23 = valid23 || _valid6;
if(!valid23){
const _errs86 = errors;
if(Array.isArray(data26)){
if(data26.length > 2){
const err102 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if(data26.length < 2){
const err103 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
const len5 = data26.length;
for(let i5=0; i5<len5; i5++){
let data27 = data26[i5];
if((typeof data27 == "number") && (isFinite(data27))){
if(data27 > 1 || isNaN(data27)){
const err104 = {instancePath:instancePath+"/augment/brightness/" + i5,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
if(data27 < -1 || isNaN(data27)){
const err105 = {instancePath:instancePath+"/augment/brightness/" + i5,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
else {
const err106 = {instancePath:instancePath+"/augment/brightness/" + i5,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
}
else {
const err107 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
var _valid6 = _errs86 === errors;
valid23 = valid23 || _valid6;
}
if(!valid23){
const err108 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
else {
errors = _errs83;
if(vErrors !== null){
if(_errs83){
vErrors.length = _errs83;
}
else {
vErrors = null;
}
}
}
}
if(data16.contrast !== undefined){
let data28 = data16.contrast;
const _errs91 = errors;
let valid26 = false;
const _errs92 = errors;
if(data28 !== null){
const err109 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
var _valid7 = _errs92 === errors;
valid26 = valid26 || _valid7;
if(!valid26){
const _errs94 = errors;
if(Array.isArray(data28)){
if(data28.length > 2){
const err110 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
if(data28.length < 2){
const err111 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
const len6 = data28.length;
for(let i6=0; i6<len6; i6++){
let data29 = data28[i6];
if((typeof data29 == "number") && (isFinite(data29))){
if(data29 > 9 || isNaN(data29)){
const err112 = {instancePath:instancePath+"/augment/contrast/" + i6,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
if(data29 < -1 || isNaN(data29)){
const err113 = {instancePath:instancePath+"/augment/contrast/" + i6,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
else {
const err114 = {instancePath:instancePath+"/augment/contrast/" + i6,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
}
else {
const err115 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
var _valid7 = _errs94 === errors;
valid26 = valid26 || _valid7;
}
if(!valid26){
const err116 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
else {
errors = _errs91;
if(vErrors !== null){
if(_errs91){
vErrors.length = _errs91;
}
else {
vErrors = null;
}
}
}
}
if(data16.blur !== undefined){
let data30 = data16.blur;
const _errs99 = errors;
let valid29 = false;
const _errs100 = errors;
if(data30 !== null){
const err117 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
var _valid8 = _errs100 === errors;
valid29 = valid29 || _valid8;
if(!valid29){
const _errs102 = errors;
if(Array.isArray(data30)){
if(data30.length > 2){
const err118 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
if(data30.length < 2){
const err119 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
const len7 = data30.length;
for(let i7=0; i7<len7; i7++){
let data31 = data30[i7];
if((typeof data31 == "number") && (isFinite(data31))){
if(data31 > 10 || isNaN(data31)){
const err120 = {instancePath:instancePath+"/augment/blur/" + i7,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10},message:"must be <= 10"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
if(data31 < 0 || isNaN(data31)){
const err121 = {instancePath:instancePath+"/augment/blur/" + i7,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
else {
const err122 = {instancePath:instancePath+"/augment/blur/" + i7,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err123 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
var _valid8 = _errs102 === errors;
valid29 = valid29 || _valid8;
}
if(!valid29){
const err124 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
else {
errors = _errs99;
if(vErrors !== null){
if(_errs99){
vErrors.length = _errs99;
}
else {
vErrors = null;
}
}
}
}
if(data16.noise !== undefined){
let data32 = data16.noise;
const _errs107 = errors;
let valid32 = false;
const _errs108 = errors;
if(data32 !== null){
const err125 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
var _valid9 = _errs108 === errors;
valid32 = valid32 || _valid9;
if(!valid32){
const _errs110 = errors;
if(Array.isArray(data32)){
if(data32.length > 2){
const err126 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
if(data32.length < 2){
const err127 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
const len8 = data32.length;
for(let i8=0; i8<len8; i8++){
let data33 = data32[i8];
if((typeof data33 == "number") && (isFinite(data33))){
if(data33 > 1 || isNaN(data33)){
const err128 = {instancePath:instancePath+"/augment/noise/" + i8,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
if(data33 < 0 || isNaN(data33)){
const err129 = {instancePath:instancePath+"/augment/noise/" + i8,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
else {
const err130 = {instancePath:instancePath+"/augment/noise/" + i8,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
}
else {
const err131 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
var _valid9 = _errs110 === errors;
valid32 = valid32 || _valid9;
}
if(!valid32){
const err132 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
else {
errors = _errs107;
if(vErrors !== null){
if(_errs107){
vErrors.length = _errs107;
}
else {
vErrors = null;
}
}
}
}
if(data16.erase !== undefined){
let data34 = data16.erase;
const _errs115 = errors;
let valid35 = false;
const _errs116 = errors;
if(data34 !== null){
const err133 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
var _valid10 = _errs116 === errors;
valid35 = valid35 || _valid10;
if(!valid35){
const _errs118 = errors;
if(Array.isArray(data34)){
if(data34.length > 2){
const err134 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
if(data34.length < 2){
const err135 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
const len9 = data34.length;
for(let i9=0; i9<len9; i9++){
let data35 = data34[i9];
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 > 1 || isNaN(data35)){
const err136 = {instancePath:instancePath+"/augment/erase/" + i9,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
if(data35 < 0 || isNaN(data35)){
const err137 = {instancePath:instancePath+"/augment/erase/" + i9,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
else {
const err138 = {instancePath:instancePath+"/augment/erase/" + i9,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
}
else {
const err139 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
var _valid10 = _errs118 === errors;
valid35 = valid35 || _valid10;
}
if(!valid35){
const err140 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
else {
errors = _errs115;
if(vErrors !== null){
if(_errs115){
vErrors.length = _errs115;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err141 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
var _valid1 = _errs44 === errors;
valid8 = valid8 || _valid1;
}
if(!valid8){
const err142 = {instancePath:instancePath+"/augment",schemaPath:"#/properties/augment/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
else {
errors = _errs41;
if(vErrors !== null){
if(_errs41){
vErrors.length = _errs41;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err143 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
validate17.errors = vErrors;
return errors === 0;
}

const schema30 = {"type":"object","additionalProperties":false,"required":["source","path","resize","background","unreadable","seed","validation","split","limit","augment"],"properties":{"source":{"const":"pairs"},"path":{"type":"string","pattern":"."},"resize":{"type":"string","enum":["stretch","crop","pad"]},"background":{"type":"array","minItems":3,"maxItems":3,"items":{"type":"integer","minimum":0,"maximum":255}},"unreadable":{"type":"string","enum":["refuse","skip"]},"seed":{"type":"integer","minimum":0,"maximum":4294967295},"validation":{"$ref":"#/definitions/Validation"},"split":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Split"}]},"limit":{"$ref":"#/definitions/Limit"},"augment":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Augment"}]}}};

function validate19(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.source === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "source"},message:"must have required property '"+"source"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.path === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.resize === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "resize"},message:"must have required property '"+"resize"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.background === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "background"},message:"must have required property '"+"background"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.unreadable === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "unreadable"},message:"must have required property '"+"unreadable"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.seed === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "seed"},message:"must have required property '"+"seed"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.validation === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "validation"},message:"must have required property '"+"validation"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.split === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "split"},message:"must have required property '"+"split"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data.limit === undefined){
const err8 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "limit"},message:"must have required property '"+"limit"+"'"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data.augment === undefined){
const err9 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "augment"},message:"must have required property '"+"augment"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema30.properties, key0))){
const err10 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.source !== undefined){
if("pairs" !== data.source){
const err11 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/const",keyword:"const",params:{allowedValue: "pairs"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.path !== undefined){
let data1 = data.path;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err12 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.resize !== undefined){
let data2 = data.resize;
if(typeof data2 !== "string"){
const err14 = {instancePath:instancePath+"/resize",schemaPath:"#/properties/resize/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(!(((data2 === "stretch") || (data2 === "crop")) || (data2 === "pad"))){
const err15 = {instancePath:instancePath+"/resize",schemaPath:"#/properties/resize/enum",keyword:"enum",params:{allowedValues: schema30.properties.resize.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.background !== undefined){
let data3 = data.background;
if(Array.isArray(data3)){
if(data3.length > 3){
const err16 = {instancePath:instancePath+"/background",schemaPath:"#/properties/background/maxItems",keyword:"maxItems",params:{limit: 3},message:"must NOT have more than 3 items"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data3.length < 3){
const err17 = {instancePath:instancePath+"/background",schemaPath:"#/properties/background/minItems",keyword:"minItems",params:{limit: 3},message:"must NOT have fewer than 3 items"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err18 = {instancePath:instancePath+"/background/" + i0,schemaPath:"#/properties/background/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 255 || isNaN(data4)){
const err19 = {instancePath:instancePath+"/background/" + i0,schemaPath:"#/properties/background/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 255},message:"must be <= 255"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data4 < 0 || isNaN(data4)){
const err20 = {instancePath:instancePath+"/background/" + i0,schemaPath:"#/properties/background/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
}
else {
const err21 = {instancePath:instancePath+"/background",schemaPath:"#/properties/background/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.unreadable !== undefined){
let data5 = data.unreadable;
if(typeof data5 !== "string"){
const err22 = {instancePath:instancePath+"/unreadable",schemaPath:"#/properties/unreadable/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(!((data5 === "refuse") || (data5 === "skip"))){
const err23 = {instancePath:instancePath+"/unreadable",schemaPath:"#/properties/unreadable/enum",keyword:"enum",params:{allowedValues: schema30.properties.unreadable.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.seed !== undefined){
let data6 = data.seed;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err24 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 4294967295 || isNaN(data6)){
const err25 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967295},message:"must be <= 4294967295"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(data6 < 0 || isNaN(data6)){
const err26 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
if(data.validation !== undefined){
if(!(validate13(data.validation, {instancePath:instancePath+"/validation",parentData:data,parentDataProperty:"validation",rootData}))){
vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
errors = vErrors.length;
}
}
if(data.split !== undefined){
let data8 = data.split;
const _errs17 = errors;
let valid3 = false;
const _errs18 = errors;
if(data8 !== null){
const err27 = {instancePath:instancePath+"/split",schemaPath:"#/properties/split/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
var _valid0 = _errs18 === errors;
valid3 = valid3 || _valid0;
if(!valid3){
const _errs20 = errors;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.validation === undefined){
const err28 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "validation"},message:"must have required property '"+"validation"+"'"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(data8.test === undefined){
const err29 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "test"},message:"must have required property '"+"test"+"'"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data8.by === undefined){
const err30 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "by"},message:"must have required property '"+"by"+"'"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(data8.group === undefined){
const err31 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "group"},message:"must have required property '"+"group"+"'"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
for(const key1 in data8){
if(!((((key1 === "validation") || (key1 === "test")) || (key1 === "by")) || (key1 === "group"))){
const err32 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data8.validation !== undefined){
let data9 = data8.validation;
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 >= 1 || isNaN(data9)){
const err33 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data9 <= 0 || isNaN(data9)){
const err34 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data8.test !== undefined){
let data10 = data8.test;
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 0 || isNaN(data10)){
const err36 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data10 >= 1 || isNaN(data10)){
const err37 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
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
const err38 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data8.by !== undefined){
let data11 = data8.by;
if(typeof data11 !== "string"){
const err39 = {instancePath:instancePath+"/split/by",schemaPath:"#/definitions/Split/properties/by/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if(!(((data11 === "image") || (data11 === "class")) || (data11 === "group"))){
const err40 = {instancePath:instancePath+"/split/by",schemaPath:"#/definitions/Split/properties/by/enum",keyword:"enum",params:{allowedValues: schema17.properties.by.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data8.group !== undefined){
let data12 = data8.group;
if((typeof data12 !== "string") && (data12 !== null)){
const err41 = {instancePath:instancePath+"/split/group",schemaPath:"#/definitions/Split/properties/group/type",keyword:"type",params:{type: schema17.properties.group.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(typeof data12 === "string"){
if(!pattern1.test(data12)){
const err42 = {instancePath:instancePath+"/split/group",schemaPath:"#/definitions/Split/properties/group/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
}
else {
const err43 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
var _valid0 = _errs20 === errors;
valid3 = valid3 || _valid0;
}
if(!valid3){
const err44 = {instancePath:instancePath+"/split",schemaPath:"#/properties/split/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
else {
errors = _errs17;
if(vErrors !== null){
if(_errs17){
vErrors.length = _errs17;
}
else {
vErrors = null;
}
}
}
}
if(data.limit !== undefined){
let data13 = data.limit;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
if(data13.train === undefined){
const err45 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/required",keyword:"required",params:{missingProperty: "train"},message:"must have required property '"+"train"+"'"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(data13.test === undefined){
const err46 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/required",keyword:"required",params:{missingProperty: "test"},message:"must have required property '"+"test"+"'"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
for(const key2 in data13){
if(!((key2 === "train") || (key2 === "test"))){
const err47 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data13.train !== undefined){
let data14 = data13.train;
if((!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))) && (data14 !== null)){
const err48 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/type",keyword:"type",params:{type: schema18.properties.train.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 2147483647 || isNaN(data14)){
const err49 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(data14 < 1 || isNaN(data14)){
const err50 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data13.test !== undefined){
let data15 = data13.test;
if((!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))) && (data15 !== null)){
const err51 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/type",keyword:"type",params:{type: schema18.properties.test.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > 2147483647 || isNaN(data15)){
const err52 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(data15 < 1 || isNaN(data15)){
const err53 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
}
else {
const err54 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data.augment !== undefined){
let data16 = data.augment;
const _errs41 = errors;
let valid8 = false;
const _errs42 = errors;
if(data16 !== null){
const err55 = {instancePath:instancePath+"/augment",schemaPath:"#/properties/augment/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
var _valid1 = _errs42 === errors;
valid8 = valid8 || _valid1;
if(!valid8){
const _errs44 = errors;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
if(data16.shift === undefined){
const err56 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "shift"},message:"must have required property '"+"shift"+"'"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(data16.rotate === undefined){
const err57 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "rotate"},message:"must have required property '"+"rotate"+"'"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data16.scale === undefined){
const err58 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "scale"},message:"must have required property '"+"scale"+"'"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
if(data16.shear === undefined){
const err59 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "shear"},message:"must have required property '"+"shear"+"'"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(data16.flip === undefined){
const err60 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "flip"},message:"must have required property '"+"flip"+"'"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data16.brightness === undefined){
const err61 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "brightness"},message:"must have required property '"+"brightness"+"'"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data16.contrast === undefined){
const err62 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "contrast"},message:"must have required property '"+"contrast"+"'"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(data16.blur === undefined){
const err63 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "blur"},message:"must have required property '"+"blur"+"'"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(data16.noise === undefined){
const err64 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "noise"},message:"must have required property '"+"noise"+"'"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(data16.erase === undefined){
const err65 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "erase"},message:"must have required property '"+"erase"+"'"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
for(const key3 in data16){
if(!(func2.call(schema19.properties, key3))){
const err66 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data16.shift !== undefined){
let data17 = data16.shift;
const _errs49 = errors;
let valid11 = false;
const _errs50 = errors;
if(data17 !== null){
const err67 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
var _valid2 = _errs50 === errors;
valid11 = valid11 || _valid2;
if(!valid11){
const _errs52 = errors;
if(Array.isArray(data17)){
if(data17.length > 2){
const err68 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data17.length < 2){
const err69 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
const len1 = data17.length;
for(let i1=0; i1<len1; i1++){
let data18 = data17[i1];
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 > 1 || isNaN(data18)){
const err70 = {instancePath:instancePath+"/augment/shift/" + i1,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if(data18 < -1 || isNaN(data18)){
const err71 = {instancePath:instancePath+"/augment/shift/" + i1,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
else {
const err72 = {instancePath:instancePath+"/augment/shift/" + i1,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err73 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
var _valid2 = _errs52 === errors;
valid11 = valid11 || _valid2;
}
if(!valid11){
const err74 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
else {
errors = _errs49;
if(vErrors !== null){
if(_errs49){
vErrors.length = _errs49;
}
else {
vErrors = null;
}
}
}
}
if(data16.rotate !== undefined){
let data19 = data16.rotate;
const _errs57 = errors;
let valid14 = false;
const _errs58 = errors;
if(data19 !== null){
const err75 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
var _valid3 = _errs58 === errors;
valid14 = valid14 || _valid3;
if(!valid14){
const _errs60 = errors;
if(Array.isArray(data19)){
if(data19.length > 2){
const err76 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(data19.length < 2){
const err77 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
const len2 = data19.length;
for(let i2=0; i2<len2; i2++){
let data20 = data19[i2];
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 180 || isNaN(data20)){
const err78 = {instancePath:instancePath+"/augment/rotate/" + i2,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 180},message:"must be <= 180"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
if(data20 < -180 || isNaN(data20)){
const err79 = {instancePath:instancePath+"/augment/rotate/" + i2,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -180},message:"must be >= -180"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
else {
const err80 = {instancePath:instancePath+"/augment/rotate/" + i2,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err81 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
var _valid3 = _errs60 === errors;
valid14 = valid14 || _valid3;
}
if(!valid14){
const err82 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
else {
errors = _errs57;
if(vErrors !== null){
if(_errs57){
vErrors.length = _errs57;
}
else {
vErrors = null;
}
}
}
}
if(data16.scale !== undefined){
let data21 = data16.scale;
const _errs65 = errors;
let valid17 = false;
const _errs66 = errors;
if(data21 !== null){
const err83 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
var _valid4 = _errs66 === errors;
valid17 = valid17 || _valid4;
if(!valid17){
const _errs68 = errors;
if(Array.isArray(data21)){
if(data21.length > 2){
const err84 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if(data21.length < 2){
const err85 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
const len3 = data21.length;
for(let i3=0; i3<len3; i3++){
let data22 = data21[i3];
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 9 || isNaN(data22)){
const err86 = {instancePath:instancePath+"/augment/scale/" + i3,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if(data22 < -0.9 || isNaN(data22)){
const err87 = {instancePath:instancePath+"/augment/scale/" + i3,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -0.9},message:"must be >= -0.9"};
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
const err88 = {instancePath:instancePath+"/augment/scale/" + i3,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
else {
const err89 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
var _valid4 = _errs68 === errors;
valid17 = valid17 || _valid4;
}
if(!valid17){
const err90 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
else {
errors = _errs65;
if(vErrors !== null){
if(_errs65){
vErrors.length = _errs65;
}
else {
vErrors = null;
}
}
}
}
if(data16.shear !== undefined){
let data23 = data16.shear;
const _errs73 = errors;
let valid20 = false;
const _errs74 = errors;
if(data23 !== null){
const err91 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
var _valid5 = _errs74 === errors;
valid20 = valid20 || _valid5;
if(!valid20){
const _errs76 = errors;
if(Array.isArray(data23)){
if(data23.length > 2){
const err92 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
if(data23.length < 2){
const err93 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
const len4 = data23.length;
for(let i4=0; i4<len4; i4++){
let data24 = data23[i4];
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 > 80 || isNaN(data24)){
const err94 = {instancePath:instancePath+"/augment/shear/" + i4,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 80},message:"must be <= 80"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if(data24 < -80 || isNaN(data24)){
const err95 = {instancePath:instancePath+"/augment/shear/" + i4,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -80},message:"must be >= -80"};
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
const err96 = {instancePath:instancePath+"/augment/shear/" + i4,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
}
else {
const err97 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
var _valid5 = _errs76 === errors;
valid20 = valid20 || _valid5;
}
if(!valid20){
const err98 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
else {
errors = _errs73;
if(vErrors !== null){
if(_errs73){
vErrors.length = _errs73;
}
else {
vErrors = null;
}
}
}
}
if(data16.flip !== undefined){
let data25 = data16.flip;
if((typeof data25 !== "string") && (data25 !== null)){
const err99 = {instancePath:instancePath+"/augment/flip",schemaPath:"#/definitions/Augment/properties/flip/type",keyword:"type",params:{type: schema19.properties.flip.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if(!((((data25 === "horizontal") || (data25 === "vertical")) || (data25 === "both")) || (data25 === null))){
const err100 = {instancePath:instancePath+"/augment/flip",schemaPath:"#/definitions/Augment/properties/flip/enum",keyword:"enum",params:{allowedValues: schema19.properties.flip.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data16.brightness !== undefined){
let data26 = data16.brightness;
const _errs83 = errors;
let valid23 = false;
const _errs84 = errors;
if(data26 !== null){
const err101 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
var _valid6 = _errs84 === errors;
valid23 = valid23 || _valid6;
if(!valid23){
const _errs86 = errors;
if(Array.isArray(data26)){
if(data26.length > 2){
const err102 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if(data26.length < 2){
const err103 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
const len5 = data26.length;
for(let i5=0; i5<len5; i5++){
let data27 = data26[i5];
if((typeof data27 == "number") && (isFinite(data27))){
if(data27 > 1 || isNaN(data27)){
const err104 = {instancePath:instancePath+"/augment/brightness/" + i5,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
if(data27 < -1 || isNaN(data27)){
const err105 = {instancePath:instancePath+"/augment/brightness/" + i5,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
else {
const err106 = {instancePath:instancePath+"/augment/brightness/" + i5,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
}
else {
const err107 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
var _valid6 = _errs86 === errors;
valid23 = valid23 || _valid6;
}
if(!valid23){
const err108 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
else {
errors = _errs83;
if(vErrors !== null){
if(_errs83){
vErrors.length = _errs83;
}
else {
vErrors = null;
}
}
}
}
if(data16.contrast !== undefined){
let data28 = data16.contrast;
const _errs91 = errors;
let valid26 = false;
const _errs92 = errors;
if(data28 !== null){
const err109 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
var _valid7 = _errs92 === errors;
valid26 = valid26 || _valid7;
if(!valid26){
const _errs94 = errors;
if(Array.isArray(data28)){
if(data28.length > 2){
const err110 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
if(data28.length < 2){
const err111 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
const len6 = data28.length;
for(let i6=0; i6<len6; i6++){
let data29 = data28[i6];
if((typeof data29 == "number") && (isFinite(data29))){
if(data29 > 9 || isNaN(data29)){
const err112 = {instancePath:instancePath+"/augment/contrast/" + i6,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
if(data29 < -1 || isNaN(data29)){
const err113 = {instancePath:instancePath+"/augment/contrast/" + i6,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
else {
const err114 = {instancePath:instancePath+"/augment/contrast/" + i6,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
}
else {
const err115 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
var _valid7 = _errs94 === errors;
valid26 = valid26 || _valid7;
}
if(!valid26){
const err116 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
else {
errors = _errs91;
if(vErrors !== null){
if(_errs91){
vErrors.length = _errs91;
}
else {
vErrors = null;
}
}
}
}
if(data16.blur !== undefined){
let data30 = data16.blur;
const _errs99 = errors;
let valid29 = false;
const _errs100 = errors;
if(data30 !== null){
const err117 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
var _valid8 = _errs100 === errors;
valid29 = valid29 || _valid8;
if(!valid29){
const _errs102 = errors;
if(Array.isArray(data30)){
if(data30.length > 2){
const err118 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
if(data30.length < 2){
const err119 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
const len7 = data30.length;
for(let i7=0; i7<len7; i7++){
let data31 = data30[i7];
if((typeof data31 == "number") && (isFinite(data31))){
if(data31 > 10 || isNaN(data31)){
const err120 = {instancePath:instancePath+"/augment/blur/" + i7,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10},message:"must be <= 10"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
if(data31 < 0 || isNaN(data31)){
const err121 = {instancePath:instancePath+"/augment/blur/" + i7,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
else {
const err122 = {instancePath:instancePath+"/augment/blur/" + i7,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err123 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
var _valid8 = _errs102 === errors;
valid29 = valid29 || _valid8;
}
if(!valid29){
const err124 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
else {
errors = _errs99;
if(vErrors !== null){
if(_errs99){
vErrors.length = _errs99;
}
else {
vErrors = null;
}
}
}
}
if(data16.noise !== undefined){
let data32 = data16.noise;
const _errs107 = errors;
let valid32 = false;
const _errs108 = errors;
if(data32 !== null){
const err125 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
var _valid9 = _errs108 === errors;
valid32 = valid32 || _valid9;
if(!valid32){
const _errs110 = errors;
if(Array.isArray(data32)){
if(data32.length > 2){
const err126 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
if(data32.length < 2){
const err127 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
const len8 = data32.length;
for(let i8=0; i8<len8; i8++){
let data33 = data32[i8];
if((typeof data33 == "number") && (isFinite(data33))){
if(data33 > 1 || isNaN(data33)){
const err128 = {instancePath:instancePath+"/augment/noise/" + i8,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
if(data33 < 0 || isNaN(data33)){
const err129 = {instancePath:instancePath+"/augment/noise/" + i8,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
else {
const err130 = {instancePath:instancePath+"/augment/noise/" + i8,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
}
else {
const err131 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
var _valid9 = _errs110 === errors;
valid32 = valid32 || _valid9;
}
if(!valid32){
const err132 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
else {
errors = _errs107;
if(vErrors !== null){
if(_errs107){
vErrors.length = _errs107;
}
else {
vErrors = null;
}
}
}
}
if(data16.erase !== undefined){
let data34 = data16.erase;
const _errs115 = errors;
let valid35 = false;
const _errs116 = errors;
if(data34 !== null){
const err133 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
var _valid10 = _errs116 === errors;
valid35 = valid35 || _valid10;
if(!valid35){
const _errs118 = errors;
if(Array.isArray(data34)){
if(data34.length > 2){
const err134 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
if(data34.length < 2){
const err135 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
const len9 = data34.length;
for(let i9=0; i9<len9; i9++){
let data35 = data34[i9];
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 > 1 || isNaN(data35)){
const err136 = {instancePath:instancePath+"/augment/erase/" + i9,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
if(data35 < 0 || isNaN(data35)){
const err137 = {instancePath:instancePath+"/augment/erase/" + i9,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
else {
const err138 = {instancePath:instancePath+"/augment/erase/" + i9,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
}
else {
const err139 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
var _valid10 = _errs118 === errors;
valid35 = valid35 || _valid10;
}
if(!valid35){
const err140 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
else {
errors = _errs115;
if(vErrors !== null){
if(_errs115){
vErrors.length = _errs115;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err141 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
var _valid1 = _errs44 === errors;
valid8 = valid8 || _valid1;
}
if(!valid8){
const err142 = {instancePath:instancePath+"/augment",schemaPath:"#/properties/augment/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
else {
errors = _errs41;
if(vErrors !== null){
if(_errs41){
vErrors.length = _errs41;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err143 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
validate19.errors = vErrors;
return errors === 0;
}

const schema34 = {"type":"object","additionalProperties":false,"required":["source","train","test","image","label","resize","background","unreadable","seed","validation","split","limit","augment"],"properties":{"source":{"const":"parquet"},"train":{"type":"array","minItems":1,"items":{"type":"string","pattern":"."}},"test":{"anyOf":[{"type":"null"},{"type":"array","minItems":1,"items":{"type":"string","pattern":"."}}]},"image":{"type":"string","pattern":"."},"label":{"type":"string","pattern":"."},"resize":{"type":"string","enum":["stretch","crop","pad"]},"background":{"type":"array","minItems":3,"maxItems":3,"items":{"type":"integer","minimum":0,"maximum":255}},"unreadable":{"type":"string","enum":["refuse","skip"]},"seed":{"type":"integer","minimum":0,"maximum":4294967295},"validation":{"$ref":"#/definitions/Validation"},"split":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Split"}]},"limit":{"$ref":"#/definitions/Limit"},"augment":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Augment"}]}}};

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.source === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "source"},message:"must have required property '"+"source"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.train === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "train"},message:"must have required property '"+"train"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.test === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "test"},message:"must have required property '"+"test"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.image === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "image"},message:"must have required property '"+"image"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.label === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "label"},message:"must have required property '"+"label"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.resize === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "resize"},message:"must have required property '"+"resize"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.background === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "background"},message:"must have required property '"+"background"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.unreadable === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "unreadable"},message:"must have required property '"+"unreadable"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data.seed === undefined){
const err8 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "seed"},message:"must have required property '"+"seed"+"'"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data.validation === undefined){
const err9 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "validation"},message:"must have required property '"+"validation"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data.split === undefined){
const err10 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "split"},message:"must have required property '"+"split"+"'"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data.limit === undefined){
const err11 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "limit"},message:"must have required property '"+"limit"+"'"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data.augment === undefined){
const err12 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "augment"},message:"must have required property '"+"augment"+"'"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema34.properties, key0))){
const err13 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.source !== undefined){
if("parquet" !== data.source){
const err14 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/const",keyword:"const",params:{allowedValue: "parquet"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.train !== undefined){
let data1 = data.train;
if(Array.isArray(data1)){
if(data1.length < 1){
const err15 = {instancePath:instancePath+"/train",schemaPath:"#/properties/train/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err16 = {instancePath:instancePath+"/train/" + i0,schemaPath:"#/properties/train/items/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/train/" + i0,schemaPath:"#/properties/train/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err18 = {instancePath:instancePath+"/train",schemaPath:"#/properties/train/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.test !== undefined){
let data3 = data.test;
const _errs8 = errors;
let valid3 = false;
const _errs9 = errors;
if(data3 !== null){
const err19 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
var _valid0 = _errs9 === errors;
valid3 = valid3 || _valid0;
if(!valid3){
const _errs11 = errors;
if(Array.isArray(data3)){
if(data3.length < 1){
const err20 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/anyOf/1/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
const err21 = {instancePath:instancePath+"/test/" + i1,schemaPath:"#/properties/test/anyOf/1/items/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/test/" + i1,schemaPath:"#/properties/test/anyOf/1/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
else {
const err23 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
var _valid0 = _errs11 === errors;
valid3 = valid3 || _valid0;
}
if(!valid3){
const err24 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
else {
errors = _errs8;
if(vErrors !== null){
if(_errs8){
vErrors.length = _errs8;
}
else {
vErrors = null;
}
}
}
}
if(data.image !== undefined){
let data5 = data.image;
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
const err25 = {instancePath:instancePath+"/image",schemaPath:"#/properties/image/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/image",schemaPath:"#/properties/image/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.label !== undefined){
let data6 = data.label;
if(typeof data6 === "string"){
if(!pattern1.test(data6)){
const err27 = {instancePath:instancePath+"/label",schemaPath:"#/properties/label/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
else {
const err28 = {instancePath:instancePath+"/label",schemaPath:"#/properties/label/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.resize !== undefined){
let data7 = data.resize;
if(typeof data7 !== "string"){
const err29 = {instancePath:instancePath+"/resize",schemaPath:"#/properties/resize/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(!(((data7 === "stretch") || (data7 === "crop")) || (data7 === "pad"))){
const err30 = {instancePath:instancePath+"/resize",schemaPath:"#/properties/resize/enum",keyword:"enum",params:{allowedValues: schema34.properties.resize.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.background !== undefined){
let data8 = data.background;
if(Array.isArray(data8)){
if(data8.length > 3){
const err31 = {instancePath:instancePath+"/background",schemaPath:"#/properties/background/maxItems",keyword:"maxItems",params:{limit: 3},message:"must NOT have more than 3 items"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(data8.length < 3){
const err32 = {instancePath:instancePath+"/background",schemaPath:"#/properties/background/minItems",keyword:"minItems",params:{limit: 3},message:"must NOT have fewer than 3 items"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
const len2 = data8.length;
for(let i2=0; i2<len2; i2++){
let data9 = data8[i2];
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err33 = {instancePath:instancePath+"/background/" + i2,schemaPath:"#/properties/background/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 255 || isNaN(data9)){
const err34 = {instancePath:instancePath+"/background/" + i2,schemaPath:"#/properties/background/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 255},message:"must be <= 255"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data9 < 0 || isNaN(data9)){
const err35 = {instancePath:instancePath+"/background/" + i2,schemaPath:"#/properties/background/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
}
else {
const err36 = {instancePath:instancePath+"/background",schemaPath:"#/properties/background/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data.unreadable !== undefined){
let data10 = data.unreadable;
if(typeof data10 !== "string"){
const err37 = {instancePath:instancePath+"/unreadable",schemaPath:"#/properties/unreadable/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(!((data10 === "refuse") || (data10 === "skip"))){
const err38 = {instancePath:instancePath+"/unreadable",schemaPath:"#/properties/unreadable/enum",keyword:"enum",params:{allowedValues: schema34.properties.unreadable.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data.seed !== undefined){
let data11 = data.seed;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err39 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 4294967295 || isNaN(data11)){
const err40 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967295},message:"must be <= 4294967295"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data11 < 0 || isNaN(data11)){
const err41 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
if(data.validation !== undefined){
if(!(validate13(data.validation, {instancePath:instancePath+"/validation",parentData:data,parentDataProperty:"validation",rootData}))){
vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
errors = vErrors.length;
}
}
if(data.split !== undefined){
let data13 = data.split;
const _errs31 = errors;
let valid8 = false;
const _errs32 = errors;
if(data13 !== null){
const err42 = {instancePath:instancePath+"/split",schemaPath:"#/properties/split/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
var _valid1 = _errs32 === errors;
valid8 = valid8 || _valid1;
if(!valid8){
const _errs34 = errors;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
if(data13.validation === undefined){
const err43 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "validation"},message:"must have required property '"+"validation"+"'"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(data13.test === undefined){
const err44 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "test"},message:"must have required property '"+"test"+"'"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(data13.by === undefined){
const err45 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "by"},message:"must have required property '"+"by"+"'"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(data13.group === undefined){
const err46 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/required",keyword:"required",params:{missingProperty: "group"},message:"must have required property '"+"group"+"'"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
for(const key1 in data13){
if(!((((key1 === "validation") || (key1 === "test")) || (key1 === "by")) || (key1 === "group"))){
const err47 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data13.validation !== undefined){
let data14 = data13.validation;
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 >= 1 || isNaN(data14)){
const err48 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(data14 <= 0 || isNaN(data14)){
const err49 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
else {
const err50 = {instancePath:instancePath+"/split/validation",schemaPath:"#/definitions/Split/properties/validation/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data13.test !== undefined){
let data15 = data13.test;
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 < 0 || isNaN(data15)){
const err51 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if(data15 >= 1 || isNaN(data15)){
const err52 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
else {
const err53 = {instancePath:instancePath+"/split/test",schemaPath:"#/definitions/Split/properties/test/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data13.by !== undefined){
let data16 = data13.by;
if(typeof data16 !== "string"){
const err54 = {instancePath:instancePath+"/split/by",schemaPath:"#/definitions/Split/properties/by/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(!(((data16 === "image") || (data16 === "class")) || (data16 === "group"))){
const err55 = {instancePath:instancePath+"/split/by",schemaPath:"#/definitions/Split/properties/by/enum",keyword:"enum",params:{allowedValues: schema17.properties.by.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data13.group !== undefined){
let data17 = data13.group;
if((typeof data17 !== "string") && (data17 !== null)){
const err56 = {instancePath:instancePath+"/split/group",schemaPath:"#/definitions/Split/properties/group/type",keyword:"type",params:{type: schema17.properties.group.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(typeof data17 === "string"){
if(!pattern1.test(data17)){
const err57 = {instancePath:instancePath+"/split/group",schemaPath:"#/definitions/Split/properties/group/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
}
else {
const err58 = {instancePath:instancePath+"/split",schemaPath:"#/definitions/Split/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
var _valid1 = _errs34 === errors;
valid8 = valid8 || _valid1;
}
if(!valid8){
const err59 = {instancePath:instancePath+"/split",schemaPath:"#/properties/split/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
else {
errors = _errs31;
if(vErrors !== null){
if(_errs31){
vErrors.length = _errs31;
}
else {
vErrors = null;
}
}
}
}
if(data.limit !== undefined){
let data18 = data.limit;
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
if(data18.train === undefined){
const err60 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/required",keyword:"required",params:{missingProperty: "train"},message:"must have required property '"+"train"+"'"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data18.test === undefined){
const err61 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/required",keyword:"required",params:{missingProperty: "test"},message:"must have required property '"+"test"+"'"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
for(const key2 in data18){
if(!((key2 === "train") || (key2 === "test"))){
const err62 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data18.train !== undefined){
let data19 = data18.train;
if((!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))) && (data19 !== null)){
const err63 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/type",keyword:"type",params:{type: schema18.properties.train.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 2147483647 || isNaN(data19)){
const err64 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(data19 < 1 || isNaN(data19)){
const err65 = {instancePath:instancePath+"/limit/train",schemaPath:"#/definitions/Limit/properties/train/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data18.test !== undefined){
let data20 = data18.test;
if((!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))) && (data20 !== null)){
const err66 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/type",keyword:"type",params:{type: schema18.properties.test.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 2147483647 || isNaN(data20)){
const err67 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(data20 < 1 || isNaN(data20)){
const err68 = {instancePath:instancePath+"/limit/test",schemaPath:"#/definitions/Limit/properties/test/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
}
else {
const err69 = {instancePath:instancePath+"/limit",schemaPath:"#/definitions/Limit/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data.augment !== undefined){
let data21 = data.augment;
const _errs55 = errors;
let valid13 = false;
const _errs56 = errors;
if(data21 !== null){
const err70 = {instancePath:instancePath+"/augment",schemaPath:"#/properties/augment/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
var _valid2 = _errs56 === errors;
valid13 = valid13 || _valid2;
if(!valid13){
const _errs58 = errors;
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
if(data21.shift === undefined){
const err71 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "shift"},message:"must have required property '"+"shift"+"'"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(data21.rotate === undefined){
const err72 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "rotate"},message:"must have required property '"+"rotate"+"'"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
if(data21.scale === undefined){
const err73 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "scale"},message:"must have required property '"+"scale"+"'"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if(data21.shear === undefined){
const err74 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "shear"},message:"must have required property '"+"shear"+"'"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
if(data21.flip === undefined){
const err75 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "flip"},message:"must have required property '"+"flip"+"'"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
if(data21.brightness === undefined){
const err76 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "brightness"},message:"must have required property '"+"brightness"+"'"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(data21.contrast === undefined){
const err77 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "contrast"},message:"must have required property '"+"contrast"+"'"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if(data21.blur === undefined){
const err78 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "blur"},message:"must have required property '"+"blur"+"'"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
if(data21.noise === undefined){
const err79 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "noise"},message:"must have required property '"+"noise"+"'"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
if(data21.erase === undefined){
const err80 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/required",keyword:"required",params:{missingProperty: "erase"},message:"must have required property '"+"erase"+"'"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
for(const key3 in data21){
if(!(func2.call(schema19.properties, key3))){
const err81 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data21.shift !== undefined){
let data22 = data21.shift;
const _errs63 = errors;
let valid16 = false;
const _errs64 = errors;
if(data22 !== null){
const err82 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
var _valid3 = _errs64 === errors;
valid16 = valid16 || _valid3;
if(!valid16){
const _errs66 = errors;
if(Array.isArray(data22)){
if(data22.length > 2){
const err83 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if(data22.length < 2){
const err84 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
const len3 = data22.length;
for(let i3=0; i3<len3; i3++){
let data23 = data22[i3];
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 > 1 || isNaN(data23)){
const err85 = {instancePath:instancePath+"/augment/shift/" + i3,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
if(data23 < -1 || isNaN(data23)){
const err86 = {instancePath:instancePath+"/augment/shift/" + i3,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
else {
const err87 = {instancePath:instancePath+"/augment/shift/" + i3,schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err88 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
var _valid3 = _errs66 === errors;
valid16 = valid16 || _valid3;
}
if(!valid16){
const err89 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/Augment/properties/shift/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
else {
errors = _errs63;
if(vErrors !== null){
if(_errs63){
vErrors.length = _errs63;
}
else {
vErrors = null;
}
}
}
}
if(data21.rotate !== undefined){
let data24 = data21.rotate;
const _errs71 = errors;
let valid19 = false;
const _errs72 = errors;
if(data24 !== null){
const err90 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
var _valid4 = _errs72 === errors;
valid19 = valid19 || _valid4;
if(!valid19){
const _errs74 = errors;
if(Array.isArray(data24)){
if(data24.length > 2){
const err91 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
if(data24.length < 2){
const err92 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
const len4 = data24.length;
for(let i4=0; i4<len4; i4++){
let data25 = data24[i4];
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 > 180 || isNaN(data25)){
const err93 = {instancePath:instancePath+"/augment/rotate/" + i4,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 180},message:"must be <= 180"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
if(data25 < -180 || isNaN(data25)){
const err94 = {instancePath:instancePath+"/augment/rotate/" + i4,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -180},message:"must be >= -180"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
else {
const err95 = {instancePath:instancePath+"/augment/rotate/" + i4,schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err96 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
var _valid4 = _errs74 === errors;
valid19 = valid19 || _valid4;
}
if(!valid19){
const err97 = {instancePath:instancePath+"/augment/rotate",schemaPath:"#/definitions/Augment/properties/rotate/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
else {
errors = _errs71;
if(vErrors !== null){
if(_errs71){
vErrors.length = _errs71;
}
else {
vErrors = null;
}
}
}
}
if(data21.scale !== undefined){
let data26 = data21.scale;
const _errs79 = errors;
let valid22 = false;
const _errs80 = errors;
if(data26 !== null){
const err98 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
var _valid5 = _errs80 === errors;
valid22 = valid22 || _valid5;
if(!valid22){
const _errs82 = errors;
if(Array.isArray(data26)){
if(data26.length > 2){
const err99 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if(data26.length < 2){
const err100 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
const len5 = data26.length;
for(let i5=0; i5<len5; i5++){
let data27 = data26[i5];
if((typeof data27 == "number") && (isFinite(data27))){
if(data27 > 9 || isNaN(data27)){
const err101 = {instancePath:instancePath+"/augment/scale/" + i5,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
if(data27 < -0.9 || isNaN(data27)){
const err102 = {instancePath:instancePath+"/augment/scale/" + i5,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -0.9},message:"must be >= -0.9"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
else {
const err103 = {instancePath:instancePath+"/augment/scale/" + i5,schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
}
else {
const err104 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
var _valid5 = _errs82 === errors;
valid22 = valid22 || _valid5;
}
if(!valid22){
const err105 = {instancePath:instancePath+"/augment/scale",schemaPath:"#/definitions/Augment/properties/scale/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
else {
errors = _errs79;
if(vErrors !== null){
if(_errs79){
vErrors.length = _errs79;
}
else {
vErrors = null;
}
}
}
}
if(data21.shear !== undefined){
let data28 = data21.shear;
const _errs87 = errors;
let valid25 = false;
const _errs88 = errors;
if(data28 !== null){
const err106 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
var _valid6 = _errs88 === errors;
valid25 = valid25 || _valid6;
if(!valid25){
const _errs90 = errors;
if(Array.isArray(data28)){
if(data28.length > 2){
const err107 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
if(data28.length < 2){
const err108 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
const len6 = data28.length;
for(let i6=0; i6<len6; i6++){
let data29 = data28[i6];
if((typeof data29 == "number") && (isFinite(data29))){
if(data29 > 80 || isNaN(data29)){
const err109 = {instancePath:instancePath+"/augment/shear/" + i6,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 80},message:"must be <= 80"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
if(data29 < -80 || isNaN(data29)){
const err110 = {instancePath:instancePath+"/augment/shear/" + i6,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -80},message:"must be >= -80"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
else {
const err111 = {instancePath:instancePath+"/augment/shear/" + i6,schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
}
else {
const err112 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
var _valid6 = _errs90 === errors;
valid25 = valid25 || _valid6;
}
if(!valid25){
const err113 = {instancePath:instancePath+"/augment/shear",schemaPath:"#/definitions/Augment/properties/shear/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
else {
errors = _errs87;
if(vErrors !== null){
if(_errs87){
vErrors.length = _errs87;
}
else {
vErrors = null;
}
}
}
}
if(data21.flip !== undefined){
let data30 = data21.flip;
if((typeof data30 !== "string") && (data30 !== null)){
const err114 = {instancePath:instancePath+"/augment/flip",schemaPath:"#/definitions/Augment/properties/flip/type",keyword:"type",params:{type: schema19.properties.flip.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
if(!((((data30 === "horizontal") || (data30 === "vertical")) || (data30 === "both")) || (data30 === null))){
const err115 = {instancePath:instancePath+"/augment/flip",schemaPath:"#/definitions/Augment/properties/flip/enum",keyword:"enum",params:{allowedValues: schema19.properties.flip.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data21.brightness !== undefined){
let data31 = data21.brightness;
const _errs97 = errors;
let valid28 = false;
const _errs98 = errors;
if(data31 !== null){
const err116 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
var _valid7 = _errs98 === errors;
valid28 = valid28 || _valid7;
if(!valid28){
const _errs100 = errors;
if(Array.isArray(data31)){
if(data31.length > 2){
const err117 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
if(data31.length < 2){
const err118 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
const len7 = data31.length;
for(let i7=0; i7<len7; i7++){
let data32 = data31[i7];
if((typeof data32 == "number") && (isFinite(data32))){
if(data32 > 1 || isNaN(data32)){
const err119 = {instancePath:instancePath+"/augment/brightness/" + i7,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
if(data32 < -1 || isNaN(data32)){
const err120 = {instancePath:instancePath+"/augment/brightness/" + i7,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
else {
const err121 = {instancePath:instancePath+"/augment/brightness/" + i7,schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
}
else {
const err122 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
var _valid7 = _errs100 === errors;
valid28 = valid28 || _valid7;
}
if(!valid28){
const err123 = {instancePath:instancePath+"/augment/brightness",schemaPath:"#/definitions/Augment/properties/brightness/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
else {
errors = _errs97;
if(vErrors !== null){
if(_errs97){
vErrors.length = _errs97;
}
else {
vErrors = null;
}
}
}
}
if(data21.contrast !== undefined){
let data33 = data21.contrast;
const _errs105 = errors;
let valid31 = false;
const _errs106 = errors;
if(data33 !== null){
const err124 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
var _valid8 = _errs106 === errors;
valid31 = valid31 || _valid8;
if(!valid31){
const _errs108 = errors;
if(Array.isArray(data33)){
if(data33.length > 2){
const err125 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
if(data33.length < 2){
const err126 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
const len8 = data33.length;
for(let i8=0; i8<len8; i8++){
let data34 = data33[i8];
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 > 9 || isNaN(data34)){
const err127 = {instancePath:instancePath+"/augment/contrast/" + i8,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
if(data34 < -1 || isNaN(data34)){
const err128 = {instancePath:instancePath+"/augment/contrast/" + i8,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1},message:"must be >= -1"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
else {
const err129 = {instancePath:instancePath+"/augment/contrast/" + i8,schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
}
else {
const err130 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
var _valid8 = _errs108 === errors;
valid31 = valid31 || _valid8;
}
if(!valid31){
const err131 = {instancePath:instancePath+"/augment/contrast",schemaPath:"#/definitions/Augment/properties/contrast/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
else {
errors = _errs105;
if(vErrors !== null){
if(_errs105){
vErrors.length = _errs105;
}
else {
vErrors = null;
}
}
}
}
if(data21.blur !== undefined){
let data35 = data21.blur;
const _errs113 = errors;
let valid34 = false;
const _errs114 = errors;
if(data35 !== null){
const err132 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
var _valid9 = _errs114 === errors;
valid34 = valid34 || _valid9;
if(!valid34){
const _errs116 = errors;
if(Array.isArray(data35)){
if(data35.length > 2){
const err133 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
if(data35.length < 2){
const err134 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
const len9 = data35.length;
for(let i9=0; i9<len9; i9++){
let data36 = data35[i9];
if((typeof data36 == "number") && (isFinite(data36))){
if(data36 > 10 || isNaN(data36)){
const err135 = {instancePath:instancePath+"/augment/blur/" + i9,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10},message:"must be <= 10"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
if(data36 < 0 || isNaN(data36)){
const err136 = {instancePath:instancePath+"/augment/blur/" + i9,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
else {
const err137 = {instancePath:instancePath+"/augment/blur/" + i9,schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
}
else {
const err138 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
var _valid9 = _errs116 === errors;
valid34 = valid34 || _valid9;
}
if(!valid34){
const err139 = {instancePath:instancePath+"/augment/blur",schemaPath:"#/definitions/Augment/properties/blur/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
else {
errors = _errs113;
if(vErrors !== null){
if(_errs113){
vErrors.length = _errs113;
}
else {
vErrors = null;
}
}
}
}
if(data21.noise !== undefined){
let data37 = data21.noise;
const _errs121 = errors;
let valid37 = false;
const _errs122 = errors;
if(data37 !== null){
const err140 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
var _valid10 = _errs122 === errors;
valid37 = valid37 || _valid10;
if(!valid37){
const _errs124 = errors;
if(Array.isArray(data37)){
if(data37.length > 2){
const err141 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
if(data37.length < 2){
const err142 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
const len10 = data37.length;
for(let i10=0; i10<len10; i10++){
let data38 = data37[i10];
if((typeof data38 == "number") && (isFinite(data38))){
if(data38 > 1 || isNaN(data38)){
const err143 = {instancePath:instancePath+"/augment/noise/" + i10,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
if(data38 < 0 || isNaN(data38)){
const err144 = {instancePath:instancePath+"/augment/noise/" + i10,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
else {
const err145 = {instancePath:instancePath+"/augment/noise/" + i10,schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
}
else {
const err146 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
var _valid10 = _errs124 === errors;
valid37 = valid37 || _valid10;
}
if(!valid37){
const err147 = {instancePath:instancePath+"/augment/noise",schemaPath:"#/definitions/Augment/properties/noise/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
else {
errors = _errs121;
if(vErrors !== null){
if(_errs121){
vErrors.length = _errs121;
}
else {
vErrors = null;
}
}
}
}
if(data21.erase !== undefined){
let data39 = data21.erase;
const _errs129 = errors;
let valid40 = false;
const _errs130 = errors;
if(data39 !== null){
const err148 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
var _valid11 = _errs130 === errors;
valid40 = valid40 || _valid11;
if(!valid40){
const _errs132 = errors;
if(Array.isArray(data39)){
if(data39.length > 2){
const err149 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
if(data39.length < 2){
const err150 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
const len11 = data39.length;
for(let i11=0; i11<len11; i11++){
let data40 = data39[i11];
if((typeof data40 == "number") && (isFinite(data40))){
if(data40 > 1 || isNaN(data40)){
const err151 = {instancePath:instancePath+"/augment/erase/" + i11,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
if(data40 < 0 || isNaN(data40)){
const err152 = {instancePath:instancePath+"/augment/erase/" + i11,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
else {
const err153 = {instancePath:instancePath+"/augment/erase/" + i11,schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
}
}
else {
const err154 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
var _valid11 = _errs132 === errors;
valid40 = valid40 || _valid11;
}
if(!valid40){
const err155 = {instancePath:instancePath+"/augment/erase",schemaPath:"#/definitions/Augment/properties/erase/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
else {
errors = _errs129;
if(vErrors !== null){
if(_errs129){
vErrors.length = _errs129;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err156 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/Augment/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
var _valid2 = _errs58 === errors;
valid13 = valid13 || _valid2;
}
if(!valid13){
const err157 = {instancePath:instancePath+"/augment",schemaPath:"#/properties/augment/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
else {
errors = _errs55;
if(vErrors !== null){
if(_errs55){
vErrors.length = _errs55;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err158 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}


function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.source === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "source"},message:"must have required property '"+"source"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
const tag0 = data.source;
if(typeof tag0 == "string"){
if(tag0 === "mnist"){
if(!(validate12(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate12.errors : vErrors.concat(validate12.errors);
errors = vErrors.length;
}
}
else if(tag0 === "idx"){
if(!(validate15(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate15.errors : vErrors.concat(validate15.errors);
errors = vErrors.length;
}
}
else if(tag0 === "folder"){
if(!(validate17(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate17.errors : vErrors.concat(validate17.errors);
errors = vErrors.length;
}
}
else if(tag0 === "pairs"){
if(!(validate19(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate19.errors : vErrors.concat(validate19.errors);
errors = vErrors.length;
}
}
else if(tag0 === "parquet"){
if(!(validate21(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
}
else {
const err1 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "mapping", tag: "source", tagValue: tag0},message:"value of tag \"source\" must be in oneOf"};
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
const err2 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "tag", tag: "source", tagValue: tag0},message:"tag \"source\" must be string"};
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
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

const schema39 = {"type":"object","additionalProperties":false,"properties":{"inputShape":{"type":"array","minItems":3,"maxItems":3,"items":{"type":"integer","minimum":1,"maximum":4096}},"blocks":{"type":"array","minItems":1,"maxItems":64,"items":{"$ref":"#/definitions/Block"}},"reduce":{"type":"string","enum":["globalAverage","globalMax","flatten"]},"embeddingDim":{"type":"integer","minimum":1,"maximum":16384},"normalize":{"type":"boolean"}},"required":["inputShape","blocks","reduce","embeddingDim","normalize"]};
const schema40 = {"type":"object","additionalProperties":false,"required":["filters","kernelSize","strides","padding","activation","pool","batchNorm","dropout"],"properties":{"filters":{"type":"integer","minimum":1,"maximum":4096},"kernelSize":{"$ref":"#/definitions/Size"},"strides":{"$ref":"#/definitions/Size"},"padding":{"type":"string","enum":["same","valid"]},"activation":{"$ref":"#/definitions/Activation"},"pool":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Pool"}]},"batchNorm":{"type":"boolean"},"dropout":{"type":"number","minimum":0,"exclusiveMaximum":1}}};
const schema41 = {"type":"array","minItems":2,"maxItems":2,"items":{"type":"integer","minimum":1,"maximum":256}};
const schema43 = {"type":"string","enum":["linear","relu","leakyRelu","elu","tanh","sigmoid"]};
const schema44 = {"type":"object","additionalProperties":false,"required":["type","size"],"properties":{"type":{"type":"string","enum":["max","average"]},"size":{"$ref":"#/definitions/Size"}}};

function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.size === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "size"},message:"must have required property '"+"size"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "type") || (key0 === "size"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(!((data0 === "max") || (data0 === "average"))){
const err4 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/enum",keyword:"enum",params:{allowedValues: schema44.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.size !== undefined){
let data1 = data.size;
if(Array.isArray(data1)){
if(data1.length > 2){
const err5 = {instancePath:instancePath+"/size",schemaPath:"#/definitions/Size/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data1.length < 2){
const err6 = {instancePath:instancePath+"/size",schemaPath:"#/definitions/Size/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
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
let data2 = data1[i0];
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err7 = {instancePath:instancePath+"/size/" + i0,schemaPath:"#/definitions/Size/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 256 || isNaN(data2)){
const err8 = {instancePath:instancePath+"/size/" + i0,schemaPath:"#/definitions/Size/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 256},message:"must be <= 256"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data2 < 1 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/size/" + i0,schemaPath:"#/definitions/Size/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
const err10 = {instancePath:instancePath+"/size",schemaPath:"#/definitions/Size/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate31.errors = vErrors;
return errors === 0;
}


function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.filters === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "filters"},message:"must have required property '"+"filters"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kernelSize === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kernelSize"},message:"must have required property '"+"kernelSize"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.strides === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "strides"},message:"must have required property '"+"strides"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.padding === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "padding"},message:"must have required property '"+"padding"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.activation === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "activation"},message:"must have required property '"+"activation"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.pool === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "pool"},message:"must have required property '"+"pool"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.batchNorm === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "batchNorm"},message:"must have required property '"+"batchNorm"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.dropout === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "dropout"},message:"must have required property '"+"dropout"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "filters") || (key0 === "kernelSize")) || (key0 === "strides")) || (key0 === "padding")) || (key0 === "activation")) || (key0 === "pool")) || (key0 === "batchNorm")) || (key0 === "dropout"))){
const err8 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.filters !== undefined){
let data0 = data.filters;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err9 = {instancePath:instancePath+"/filters",schemaPath:"#/properties/filters/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 4096 || isNaN(data0)){
const err10 = {instancePath:instancePath+"/filters",schemaPath:"#/properties/filters/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4096},message:"must be <= 4096"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data0 < 1 || isNaN(data0)){
const err11 = {instancePath:instancePath+"/filters",schemaPath:"#/properties/filters/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data.kernelSize !== undefined){
let data1 = data.kernelSize;
if(Array.isArray(data1)){
if(data1.length > 2){
const err12 = {instancePath:instancePath+"/kernelSize",schemaPath:"#/definitions/Size/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data1.length < 2){
const err13 = {instancePath:instancePath+"/kernelSize",schemaPath:"#/definitions/Size/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err14 = {instancePath:instancePath+"/kernelSize/" + i0,schemaPath:"#/definitions/Size/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 256 || isNaN(data2)){
const err15 = {instancePath:instancePath+"/kernelSize/" + i0,schemaPath:"#/definitions/Size/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 256},message:"must be <= 256"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data2 < 1 || isNaN(data2)){
const err16 = {instancePath:instancePath+"/kernelSize/" + i0,schemaPath:"#/definitions/Size/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
else {
const err17 = {instancePath:instancePath+"/kernelSize",schemaPath:"#/definitions/Size/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.strides !== undefined){
let data3 = data.strides;
if(Array.isArray(data3)){
if(data3.length > 2){
const err18 = {instancePath:instancePath+"/strides",schemaPath:"#/definitions/Size/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data3.length < 2){
const err19 = {instancePath:instancePath+"/strides",schemaPath:"#/definitions/Size/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err20 = {instancePath:instancePath+"/strides/" + i1,schemaPath:"#/definitions/Size/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 256 || isNaN(data4)){
const err21 = {instancePath:instancePath+"/strides/" + i1,schemaPath:"#/definitions/Size/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 256},message:"must be <= 256"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data4 < 1 || isNaN(data4)){
const err22 = {instancePath:instancePath+"/strides/" + i1,schemaPath:"#/definitions/Size/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
}
else {
const err23 = {instancePath:instancePath+"/strides",schemaPath:"#/definitions/Size/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.padding !== undefined){
let data5 = data.padding;
if(typeof data5 !== "string"){
const err24 = {instancePath:instancePath+"/padding",schemaPath:"#/properties/padding/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(!((data5 === "same") || (data5 === "valid"))){
const err25 = {instancePath:instancePath+"/padding",schemaPath:"#/properties/padding/enum",keyword:"enum",params:{allowedValues: schema40.properties.padding.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.activation !== undefined){
let data6 = data.activation;
if(typeof data6 !== "string"){
const err26 = {instancePath:instancePath+"/activation",schemaPath:"#/definitions/Activation/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(!((((((data6 === "linear") || (data6 === "relu")) || (data6 === "leakyRelu")) || (data6 === "elu")) || (data6 === "tanh")) || (data6 === "sigmoid"))){
const err27 = {instancePath:instancePath+"/activation",schemaPath:"#/definitions/Activation/enum",keyword:"enum",params:{allowedValues: schema43.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.pool !== undefined){
let data7 = data.pool;
const _errs20 = errors;
let valid8 = false;
const _errs21 = errors;
if(data7 !== null){
const err28 = {instancePath:instancePath+"/pool",schemaPath:"#/properties/pool/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
var _valid0 = _errs21 === errors;
valid8 = valid8 || _valid0;
if(!valid8){
const _errs23 = errors;
if(!(validate31(data7, {instancePath:instancePath+"/pool",parentData:data,parentDataProperty:"pool",rootData}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
var _valid0 = _errs23 === errors;
valid8 = valid8 || _valid0;
}
if(!valid8){
const err29 = {instancePath:instancePath+"/pool",schemaPath:"#/properties/pool/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
else {
errors = _errs20;
if(vErrors !== null){
if(_errs20){
vErrors.length = _errs20;
}
else {
vErrors = null;
}
}
}
}
if(data.batchNorm !== undefined){
if(typeof data.batchNorm !== "boolean"){
const err30 = {instancePath:instancePath+"/batchNorm",schemaPath:"#/properties/batchNorm/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.dropout !== undefined){
let data9 = data.dropout;
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
const err31 = {instancePath:instancePath+"/dropout",schemaPath:"#/properties/dropout/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(data9 >= 1 || isNaN(data9)){
const err32 = {instancePath:instancePath+"/dropout",schemaPath:"#/properties/dropout/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/dropout",schemaPath:"#/properties/dropout/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err34 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
validate30.errors = vErrors;
return errors === 0;
}


function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.inputShape === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "inputShape"},message:"must have required property '"+"inputShape"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.blocks === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "blocks"},message:"must have required property '"+"blocks"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.reduce === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "reduce"},message:"must have required property '"+"reduce"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.embeddingDim === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "embeddingDim"},message:"must have required property '"+"embeddingDim"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.normalize === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "normalize"},message:"must have required property '"+"normalize"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "inputShape") || (key0 === "blocks")) || (key0 === "reduce")) || (key0 === "embeddingDim")) || (key0 === "normalize"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.inputShape !== undefined){
let data0 = data.inputShape;
if(Array.isArray(data0)){
if(data0.length > 3){
const err6 = {instancePath:instancePath+"/inputShape",schemaPath:"#/properties/inputShape/maxItems",keyword:"maxItems",params:{limit: 3},message:"must NOT have more than 3 items"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data0.length < 3){
const err7 = {instancePath:instancePath+"/inputShape",schemaPath:"#/properties/inputShape/minItems",keyword:"minItems",params:{limit: 3},message:"must NOT have fewer than 3 items"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err8 = {instancePath:instancePath+"/inputShape/" + i0,schemaPath:"#/properties/inputShape/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 4096 || isNaN(data1)){
const err9 = {instancePath:instancePath+"/inputShape/" + i0,schemaPath:"#/properties/inputShape/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4096},message:"must be <= 4096"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data1 < 1 || isNaN(data1)){
const err10 = {instancePath:instancePath+"/inputShape/" + i0,schemaPath:"#/properties/inputShape/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
const err11 = {instancePath:instancePath+"/inputShape",schemaPath:"#/properties/inputShape/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.blocks !== undefined){
let data2 = data.blocks;
if(Array.isArray(data2)){
if(data2.length > 64){
const err12 = {instancePath:instancePath+"/blocks",schemaPath:"#/properties/blocks/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data2.length < 1){
const err13 = {instancePath:instancePath+"/blocks",schemaPath:"#/properties/blocks/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
if(!(validate30(data2[i1], {instancePath:instancePath+"/blocks/" + i1,parentData:data2,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
}
}
else {
const err14 = {instancePath:instancePath+"/blocks",schemaPath:"#/properties/blocks/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.reduce !== undefined){
let data4 = data.reduce;
if(typeof data4 !== "string"){
const err15 = {instancePath:instancePath+"/reduce",schemaPath:"#/properties/reduce/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(!(((data4 === "globalAverage") || (data4 === "globalMax")) || (data4 === "flatten"))){
const err16 = {instancePath:instancePath+"/reduce",schemaPath:"#/properties/reduce/enum",keyword:"enum",params:{allowedValues: schema39.properties.reduce.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.embeddingDim !== undefined){
let data5 = data.embeddingDim;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err17 = {instancePath:instancePath+"/embeddingDim",schemaPath:"#/properties/embeddingDim/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 16384 || isNaN(data5)){
const err18 = {instancePath:instancePath+"/embeddingDim",schemaPath:"#/properties/embeddingDim/maximum",keyword:"maximum",params:{comparison: "<=", limit: 16384},message:"must be <= 16384"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data5 < 1 || isNaN(data5)){
const err19 = {instancePath:instancePath+"/embeddingDim",schemaPath:"#/properties/embeddingDim/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data.normalize !== undefined){
if(typeof data.normalize !== "boolean"){
const err20 = {instancePath:instancePath+"/normalize",schemaPath:"#/properties/normalize/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
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
const err21 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
validate29.errors = vErrors;
return errors === 0;
}

const schema46 = {"type":"object","discriminator":{"propertyName":"loss"},"oneOf":[{"$ref":"#/definitions/BinaryCrossentropy"},{"$ref":"#/definitions/Contrastive"},{"$ref":"#/definitions/Triplet"}],"required":["loss"]};
const schema47 = {"type":"object","additionalProperties":false,"properties":{"loss":{"const":"binaryCrossentropy"},"distance":{"$ref":"#/definitions/Distance"}},"required":["loss","distance"]};
const schema48 = {"type":"string","enum":["euclidean","manhattan","cosine"]};

function validate36(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.loss === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "loss"},message:"must have required property '"+"loss"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.distance === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "distance"},message:"must have required property '"+"distance"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "loss") || (key0 === "distance"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.loss !== undefined){
if("binaryCrossentropy" !== data.loss){
const err3 = {instancePath:instancePath+"/loss",schemaPath:"#/properties/loss/const",keyword:"const",params:{allowedValue: "binaryCrossentropy"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.distance !== undefined){
let data1 = data.distance;
if(typeof data1 !== "string"){
const err4 = {instancePath:instancePath+"/distance",schemaPath:"#/definitions/Distance/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(!(((data1 === "euclidean") || (data1 === "manhattan")) || (data1 === "cosine"))){
const err5 = {instancePath:instancePath+"/distance",schemaPath:"#/definitions/Distance/enum",keyword:"enum",params:{allowedValues: schema48.enum},message:"must be equal to one of the allowed values"};
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
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
validate36.errors = vErrors;
return errors === 0;
}

const schema49 = {"type":"object","additionalProperties":false,"required":["loss","distance","margin"],"properties":{"loss":{"const":"contrastive"},"distance":{"$ref":"#/definitions/Distance"},"margin":{"type":"number","exclusiveMinimum":0}}};

function validate37(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.loss === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "loss"},message:"must have required property '"+"loss"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.distance === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "distance"},message:"must have required property '"+"distance"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.margin === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "margin"},message:"must have required property '"+"margin"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "loss") || (key0 === "distance")) || (key0 === "margin"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.loss !== undefined){
if("contrastive" !== data.loss){
const err4 = {instancePath:instancePath+"/loss",schemaPath:"#/properties/loss/const",keyword:"const",params:{allowedValue: "contrastive"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.distance !== undefined){
let data1 = data.distance;
if(typeof data1 !== "string"){
const err5 = {instancePath:instancePath+"/distance",schemaPath:"#/definitions/Distance/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(!(((data1 === "euclidean") || (data1 === "manhattan")) || (data1 === "cosine"))){
const err6 = {instancePath:instancePath+"/distance",schemaPath:"#/definitions/Distance/enum",keyword:"enum",params:{allowedValues: schema48.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.margin !== undefined){
let data2 = data.margin;
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 <= 0 || isNaN(data2)){
const err7 = {instancePath:instancePath+"/margin",schemaPath:"#/properties/margin/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
const err8 = {instancePath:instancePath+"/margin",schemaPath:"#/properties/margin/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate37.errors = vErrors;
return errors === 0;
}

const schema51 = {"type":"object","additionalProperties":false,"required":["loss","distance","margin"],"properties":{"loss":{"const":"triplet"},"distance":{"$ref":"#/definitions/Distance"},"margin":{"type":"number","exclusiveMinimum":0}}};

function validate38(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.loss === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "loss"},message:"must have required property '"+"loss"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.distance === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "distance"},message:"must have required property '"+"distance"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.margin === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "margin"},message:"must have required property '"+"margin"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "loss") || (key0 === "distance")) || (key0 === "margin"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.loss !== undefined){
if("triplet" !== data.loss){
const err4 = {instancePath:instancePath+"/loss",schemaPath:"#/properties/loss/const",keyword:"const",params:{allowedValue: "triplet"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.distance !== undefined){
let data1 = data.distance;
if(typeof data1 !== "string"){
const err5 = {instancePath:instancePath+"/distance",schemaPath:"#/definitions/Distance/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(!(((data1 === "euclidean") || (data1 === "manhattan")) || (data1 === "cosine"))){
const err6 = {instancePath:instancePath+"/distance",schemaPath:"#/definitions/Distance/enum",keyword:"enum",params:{allowedValues: schema48.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.margin !== undefined){
let data2 = data.margin;
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 <= 0 || isNaN(data2)){
const err7 = {instancePath:instancePath+"/margin",schemaPath:"#/properties/margin/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
const err8 = {instancePath:instancePath+"/margin",schemaPath:"#/properties/margin/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate38.errors = vErrors;
return errors === 0;
}


function validate35(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.loss === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "loss"},message:"must have required property '"+"loss"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
const tag0 = data.loss;
if(typeof tag0 == "string"){
if(tag0 === "binaryCrossentropy"){
if(!(validate36(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
}
else if(tag0 === "contrastive"){
if(!(validate37(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate37.errors : vErrors.concat(validate37.errors);
errors = vErrors.length;
}
}
else if(tag0 === "triplet"){
if(!(validate38(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
errors = vErrors.length;
}
}
else {
const err1 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "mapping", tag: "loss", tagValue: tag0},message:"value of tag \"loss\" must be in oneOf"};
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
const err2 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "tag", tag: "loss", tagValue: tag0},message:"tag \"loss\" must be string"};
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
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate35.errors = vErrors;
return errors === 0;
}

const schema53 = {"type":"object","additionalProperties":false,"properties":{"optimizer":{"$ref":"#/definitions/Optimizer"},"batchSize":{"type":"integer","minimum":1,"maximum":65536},"epochs":{"type":"integer","minimum":1,"maximum":1000000},"schedule":{"$ref":"#/definitions/Schedule"},"earlyStopping":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/EarlyStopping"}]}},"required":["optimizer","batchSize","epochs","schedule","earlyStopping"]};
const schema68 = {"type":"object","additionalProperties":false,"required":["monitor","patience","minDelta","restoreBest"],"properties":{"monitor":{"type":"string","enum":["valLoss","valAccuracy","loss","accuracy"]},"patience":{"type":"integer","minimum":1,"maximum":1000000},"minDelta":{"type":"number","minimum":0},"restoreBest":{"type":"boolean"}}};
const schema54 = {"type":"object","discriminator":{"propertyName":"name"},"oneOf":[{"$ref":"#/definitions/Sgd"},{"$ref":"#/definitions/Rmsprop"},{"$ref":"#/definitions/Adam"},{"$ref":"#/definitions/Adamw"}],"required":["name"]};
const schema55 = {"type":"object","additionalProperties":false,"required":["name","learningRate","momentum","nesterov","globalClipNorm"],"properties":{"name":{"const":"sgd"},"learningRate":{"type":"number","exclusiveMinimum":0},"momentum":{"type":"number","minimum":0,"exclusiveMaximum":1},"nesterov":{"type":"boolean"},"globalClipNorm":{"type":["number","null"],"exclusiveMinimum":0}}};
const schema56 = {"type":"object","additionalProperties":false,"required":["name","learningRate","rho","epsilon","globalClipNorm"],"properties":{"name":{"const":"rmsprop"},"learningRate":{"type":"number","exclusiveMinimum":0},"rho":{"type":"number","minimum":0,"exclusiveMaximum":1},"epsilon":{"type":"number","exclusiveMinimum":0},"globalClipNorm":{"type":["number","null"],"exclusiveMinimum":0}}};
const schema57 = {"type":"object","additionalProperties":false,"properties":{"name":{"const":"adam"},"learningRate":{"type":"number","exclusiveMinimum":0},"beta1":{"type":"number","minimum":0,"exclusiveMaximum":1},"beta2":{"type":"number","minimum":0,"exclusiveMaximum":1},"epsilon":{"type":"number","exclusiveMinimum":0},"globalClipNorm":{"type":["number","null"],"exclusiveMinimum":0}},"required":["name","learningRate","beta1","beta2","epsilon","globalClipNorm"]};
const schema58 = {"type":"object","additionalProperties":false,"required":["name","learningRate","beta1","beta2","epsilon","weightDecay","globalClipNorm"],"properties":{"name":{"const":"adamw"},"learningRate":{"type":"number","exclusiveMinimum":0},"beta1":{"type":"number","minimum":0,"exclusiveMaximum":1},"beta2":{"type":"number","minimum":0,"exclusiveMaximum":1},"epsilon":{"type":"number","exclusiveMinimum":0},"weightDecay":{"type":"number","minimum":0},"globalClipNorm":{"type":["number","null"],"exclusiveMinimum":0}}};

function validate44(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
const tag0 = data.name;
if(typeof tag0 == "string"){
if(tag0 === "sgd"){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err1 = {instancePath,schemaPath:"#/definitions/Sgd/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.learningRate === undefined){
const err2 = {instancePath,schemaPath:"#/definitions/Sgd/required",keyword:"required",params:{missingProperty: "learningRate"},message:"must have required property '"+"learningRate"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.momentum === undefined){
const err3 = {instancePath,schemaPath:"#/definitions/Sgd/required",keyword:"required",params:{missingProperty: "momentum"},message:"must have required property '"+"momentum"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.nesterov === undefined){
const err4 = {instancePath,schemaPath:"#/definitions/Sgd/required",keyword:"required",params:{missingProperty: "nesterov"},message:"must have required property '"+"nesterov"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.globalClipNorm === undefined){
const err5 = {instancePath,schemaPath:"#/definitions/Sgd/required",keyword:"required",params:{missingProperty: "globalClipNorm"},message:"must have required property '"+"globalClipNorm"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "name") || (key0 === "learningRate")) || (key0 === "momentum")) || (key0 === "nesterov")) || (key0 === "globalClipNorm"))){
const err6 = {instancePath,schemaPath:"#/definitions/Sgd/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.name !== undefined){
if("sgd" !== data.name){
const err7 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/Sgd/properties/name/const",keyword:"const",params:{allowedValue: "sgd"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.learningRate !== undefined){
let data1 = data.learningRate;
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 <= 0 || isNaN(data1)){
const err8 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Sgd/properties/learningRate/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Sgd/properties/learningRate/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.momentum !== undefined){
let data2 = data.momentum;
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
const err10 = {instancePath:instancePath+"/momentum",schemaPath:"#/definitions/Sgd/properties/momentum/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data2 >= 1 || isNaN(data2)){
const err11 = {instancePath:instancePath+"/momentum",schemaPath:"#/definitions/Sgd/properties/momentum/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
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
const err12 = {instancePath:instancePath+"/momentum",schemaPath:"#/definitions/Sgd/properties/momentum/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.nesterov !== undefined){
if(typeof data.nesterov !== "boolean"){
const err13 = {instancePath:instancePath+"/nesterov",schemaPath:"#/definitions/Sgd/properties/nesterov/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.globalClipNorm !== undefined){
let data4 = data.globalClipNorm;
if((!((typeof data4 == "number") && (isFinite(data4)))) && (data4 !== null)){
const err14 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Sgd/properties/globalClipNorm/type",keyword:"type",params:{type: schema55.properties.globalClipNorm.type},message:"must be number,null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 <= 0 || isNaN(data4)){
const err15 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Sgd/properties/globalClipNorm/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
}
else {
const err16 = {instancePath,schemaPath:"#/definitions/Sgd/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else if(tag0 === "rmsprop"){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err17 = {instancePath,schemaPath:"#/definitions/Rmsprop/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data.learningRate === undefined){
const err18 = {instancePath,schemaPath:"#/definitions/Rmsprop/required",keyword:"required",params:{missingProperty: "learningRate"},message:"must have required property '"+"learningRate"+"'"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data.rho === undefined){
const err19 = {instancePath,schemaPath:"#/definitions/Rmsprop/required",keyword:"required",params:{missingProperty: "rho"},message:"must have required property '"+"rho"+"'"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data.epsilon === undefined){
const err20 = {instancePath,schemaPath:"#/definitions/Rmsprop/required",keyword:"required",params:{missingProperty: "epsilon"},message:"must have required property '"+"epsilon"+"'"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data.globalClipNorm === undefined){
const err21 = {instancePath,schemaPath:"#/definitions/Rmsprop/required",keyword:"required",params:{missingProperty: "globalClipNorm"},message:"must have required property '"+"globalClipNorm"+"'"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
for(const key1 in data){
if(!(((((key1 === "name") || (key1 === "learningRate")) || (key1 === "rho")) || (key1 === "epsilon")) || (key1 === "globalClipNorm"))){
const err22 = {instancePath,schemaPath:"#/definitions/Rmsprop/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.name !== undefined){
if("rmsprop" !== data.name){
const err23 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/Rmsprop/properties/name/const",keyword:"const",params:{allowedValue: "rmsprop"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.learningRate !== undefined){
let data6 = data.learningRate;
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 <= 0 || isNaN(data6)){
const err24 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Rmsprop/properties/learningRate/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
else {
const err25 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Rmsprop/properties/learningRate/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.rho !== undefined){
let data7 = data.rho;
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
const err26 = {instancePath:instancePath+"/rho",schemaPath:"#/definitions/Rmsprop/properties/rho/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(data7 >= 1 || isNaN(data7)){
const err27 = {instancePath:instancePath+"/rho",schemaPath:"#/definitions/Rmsprop/properties/rho/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
else {
const err28 = {instancePath:instancePath+"/rho",schemaPath:"#/definitions/Rmsprop/properties/rho/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.epsilon !== undefined){
let data8 = data.epsilon;
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 <= 0 || isNaN(data8)){
const err29 = {instancePath:instancePath+"/epsilon",schemaPath:"#/definitions/Rmsprop/properties/epsilon/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/epsilon",schemaPath:"#/definitions/Rmsprop/properties/epsilon/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.globalClipNorm !== undefined){
let data9 = data.globalClipNorm;
if((!((typeof data9 == "number") && (isFinite(data9)))) && (data9 !== null)){
const err31 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Rmsprop/properties/globalClipNorm/type",keyword:"type",params:{type: schema56.properties.globalClipNorm.type},message:"must be number,null"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 <= 0 || isNaN(data9)){
const err32 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Rmsprop/properties/globalClipNorm/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
}
else {
const err33 = {instancePath,schemaPath:"#/definitions/Rmsprop/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
else if(tag0 === "adam"){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err34 = {instancePath,schemaPath:"#/definitions/Adam/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data.learningRate === undefined){
const err35 = {instancePath,schemaPath:"#/definitions/Adam/required",keyword:"required",params:{missingProperty: "learningRate"},message:"must have required property '"+"learningRate"+"'"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data.beta1 === undefined){
const err36 = {instancePath,schemaPath:"#/definitions/Adam/required",keyword:"required",params:{missingProperty: "beta1"},message:"must have required property '"+"beta1"+"'"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data.beta2 === undefined){
const err37 = {instancePath,schemaPath:"#/definitions/Adam/required",keyword:"required",params:{missingProperty: "beta2"},message:"must have required property '"+"beta2"+"'"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data.epsilon === undefined){
const err38 = {instancePath,schemaPath:"#/definitions/Adam/required",keyword:"required",params:{missingProperty: "epsilon"},message:"must have required property '"+"epsilon"+"'"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(data.globalClipNorm === undefined){
const err39 = {instancePath,schemaPath:"#/definitions/Adam/required",keyword:"required",params:{missingProperty: "globalClipNorm"},message:"must have required property '"+"globalClipNorm"+"'"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
for(const key2 in data){
if(!((((((key2 === "name") || (key2 === "learningRate")) || (key2 === "beta1")) || (key2 === "beta2")) || (key2 === "epsilon")) || (key2 === "globalClipNorm"))){
const err40 = {instancePath,schemaPath:"#/definitions/Adam/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.name !== undefined){
if("adam" !== data.name){
const err41 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/Adam/properties/name/const",keyword:"const",params:{allowedValue: "adam"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data.learningRate !== undefined){
let data11 = data.learningRate;
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 <= 0 || isNaN(data11)){
const err42 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Adam/properties/learningRate/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
const err43 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Adam/properties/learningRate/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data.beta1 !== undefined){
let data12 = data.beta1;
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 0 || isNaN(data12)){
const err44 = {instancePath:instancePath+"/beta1",schemaPath:"#/definitions/Adam/properties/beta1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(data12 >= 1 || isNaN(data12)){
const err45 = {instancePath:instancePath+"/beta1",schemaPath:"#/definitions/Adam/properties/beta1/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
else {
const err46 = {instancePath:instancePath+"/beta1",schemaPath:"#/definitions/Adam/properties/beta1/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.beta2 !== undefined){
let data13 = data.beta2;
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
const err47 = {instancePath:instancePath+"/beta2",schemaPath:"#/definitions/Adam/properties/beta2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(data13 >= 1 || isNaN(data13)){
const err48 = {instancePath:instancePath+"/beta2",schemaPath:"#/definitions/Adam/properties/beta2/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
else {
const err49 = {instancePath:instancePath+"/beta2",schemaPath:"#/definitions/Adam/properties/beta2/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data.epsilon !== undefined){
let data14 = data.epsilon;
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 <= 0 || isNaN(data14)){
const err50 = {instancePath:instancePath+"/epsilon",schemaPath:"#/definitions/Adam/properties/epsilon/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
else {
const err51 = {instancePath:instancePath+"/epsilon",schemaPath:"#/definitions/Adam/properties/epsilon/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data.globalClipNorm !== undefined){
let data15 = data.globalClipNorm;
if((!((typeof data15 == "number") && (isFinite(data15)))) && (data15 !== null)){
const err52 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Adam/properties/globalClipNorm/type",keyword:"type",params:{type: schema57.properties.globalClipNorm.type},message:"must be number,null"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 <= 0 || isNaN(data15)){
const err53 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Adam/properties/globalClipNorm/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
}
else {
const err54 = {instancePath,schemaPath:"#/definitions/Adam/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
else if(tag0 === "adamw"){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err55 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(data.learningRate === undefined){
const err56 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "learningRate"},message:"must have required property '"+"learningRate"+"'"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(data.beta1 === undefined){
const err57 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "beta1"},message:"must have required property '"+"beta1"+"'"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data.beta2 === undefined){
const err58 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "beta2"},message:"must have required property '"+"beta2"+"'"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
if(data.epsilon === undefined){
const err59 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "epsilon"},message:"must have required property '"+"epsilon"+"'"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(data.weightDecay === undefined){
const err60 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "weightDecay"},message:"must have required property '"+"weightDecay"+"'"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data.globalClipNorm === undefined){
const err61 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "globalClipNorm"},message:"must have required property '"+"globalClipNorm"+"'"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
for(const key3 in data){
if(!(((((((key3 === "name") || (key3 === "learningRate")) || (key3 === "beta1")) || (key3 === "beta2")) || (key3 === "epsilon")) || (key3 === "weightDecay")) || (key3 === "globalClipNorm"))){
const err62 = {instancePath,schemaPath:"#/definitions/Adamw/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data.name !== undefined){
if("adamw" !== data.name){
const err63 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/Adamw/properties/name/const",keyword:"const",params:{allowedValue: "adamw"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data.learningRate !== undefined){
let data17 = data.learningRate;
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 <= 0 || isNaN(data17)){
const err64 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Adamw/properties/learningRate/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
else {
const err65 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Adamw/properties/learningRate/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data.beta1 !== undefined){
let data18 = data.beta1;
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 < 0 || isNaN(data18)){
const err66 = {instancePath:instancePath+"/beta1",schemaPath:"#/definitions/Adamw/properties/beta1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if(data18 >= 1 || isNaN(data18)){
const err67 = {instancePath:instancePath+"/beta1",schemaPath:"#/definitions/Adamw/properties/beta1/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
else {
const err68 = {instancePath:instancePath+"/beta1",schemaPath:"#/definitions/Adamw/properties/beta1/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data.beta2 !== undefined){
let data19 = data.beta2;
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 < 0 || isNaN(data19)){
const err69 = {instancePath:instancePath+"/beta2",schemaPath:"#/definitions/Adamw/properties/beta2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(data19 >= 1 || isNaN(data19)){
const err70 = {instancePath:instancePath+"/beta2",schemaPath:"#/definitions/Adamw/properties/beta2/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
else {
const err71 = {instancePath:instancePath+"/beta2",schemaPath:"#/definitions/Adamw/properties/beta2/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data.epsilon !== undefined){
let data20 = data.epsilon;
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 <= 0 || isNaN(data20)){
const err72 = {instancePath:instancePath+"/epsilon",schemaPath:"#/definitions/Adamw/properties/epsilon/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
else {
const err73 = {instancePath:instancePath+"/epsilon",schemaPath:"#/definitions/Adamw/properties/epsilon/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data.weightDecay !== undefined){
let data21 = data.weightDecay;
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 < 0 || isNaN(data21)){
const err74 = {instancePath:instancePath+"/weightDecay",schemaPath:"#/definitions/Adamw/properties/weightDecay/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
else {
const err75 = {instancePath:instancePath+"/weightDecay",schemaPath:"#/definitions/Adamw/properties/weightDecay/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data.globalClipNorm !== undefined){
let data22 = data.globalClipNorm;
if((!((typeof data22 == "number") && (isFinite(data22)))) && (data22 !== null)){
const err76 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Adamw/properties/globalClipNorm/type",keyword:"type",params:{type: schema58.properties.globalClipNorm.type},message:"must be number,null"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 <= 0 || isNaN(data22)){
const err77 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Adamw/properties/globalClipNorm/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
}
else {
const err78 = {instancePath,schemaPath:"#/definitions/Adamw/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
else {
const err79 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "mapping", tag: "name", tagValue: tag0},message:"value of tag \"name\" must be in oneOf"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
else {
const err80 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "tag", tag: "name", tagValue: tag0},message:"tag \"name\" must be string"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
else {
const err81 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
validate44.errors = vErrors;
return errors === 0;
}

const schema59 = {"type":"object","discriminator":{"propertyName":"name"},"oneOf":[{"$ref":"#/definitions/ConstantSchedule"},{"$ref":"#/definitions/StepSchedule"},{"$ref":"#/definitions/ExponentialSchedule"},{"$ref":"#/definitions/CosineSchedule"}],"required":["name"]};
const schema60 = {"type":"object","additionalProperties":false,"properties":{"name":{"const":"constant"},"warmupEpochs":{"$ref":"#/definitions/WarmupEpochs"}},"required":["name","warmupEpochs"]};
const schema61 = {"type":"number","minimum":0,"maximum":1000000};

function validate47(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.warmupEpochs === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "warmupEpochs"},message:"must have required property '"+"warmupEpochs"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "name") || (key0 === "warmupEpochs"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.name !== undefined){
if("constant" !== data.name){
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/const",keyword:"const",params:{allowedValue: "constant"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.warmupEpochs !== undefined){
let data1 = data.warmupEpochs;
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 1000000 || isNaN(data1)){
const err4 = {instancePath:instancePath+"/warmupEpochs",schemaPath:"#/definitions/WarmupEpochs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data1 < 0 || isNaN(data1)){
const err5 = {instancePath:instancePath+"/warmupEpochs",schemaPath:"#/definitions/WarmupEpochs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
const err6 = {instancePath:instancePath+"/warmupEpochs",schemaPath:"#/definitions/WarmupEpochs/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate47.errors = vErrors;
return errors === 0;
}

const schema62 = {"type":"object","additionalProperties":false,"required":["name","every","factor","warmupEpochs"],"properties":{"name":{"const":"step"},"every":{"type":"integer","minimum":1,"maximum":1000000},"factor":{"type":"number","exclusiveMinimum":0},"warmupEpochs":{"$ref":"#/definitions/WarmupEpochs"}}};

function validate48(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.every === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "every"},message:"must have required property '"+"every"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.factor === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "factor"},message:"must have required property '"+"factor"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.warmupEpochs === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "warmupEpochs"},message:"must have required property '"+"warmupEpochs"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!((((key0 === "name") || (key0 === "every")) || (key0 === "factor")) || (key0 === "warmupEpochs"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.name !== undefined){
if("step" !== data.name){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/const",keyword:"const",params:{allowedValue: "step"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.every !== undefined){
let data1 = data.every;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err6 = {instancePath:instancePath+"/every",schemaPath:"#/properties/every/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 1000000 || isNaN(data1)){
const err7 = {instancePath:instancePath+"/every",schemaPath:"#/properties/every/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data1 < 1 || isNaN(data1)){
const err8 = {instancePath:instancePath+"/every",schemaPath:"#/properties/every/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data.factor !== undefined){
let data2 = data.factor;
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 <= 0 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/factor",schemaPath:"#/properties/factor/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/factor",schemaPath:"#/properties/factor/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.warmupEpochs !== undefined){
let data3 = data.warmupEpochs;
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 1000000 || isNaN(data3)){
const err11 = {instancePath:instancePath+"/warmupEpochs",schemaPath:"#/definitions/WarmupEpochs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data3 < 0 || isNaN(data3)){
const err12 = {instancePath:instancePath+"/warmupEpochs",schemaPath:"#/definitions/WarmupEpochs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/warmupEpochs",schemaPath:"#/definitions/WarmupEpochs/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err14 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
validate48.errors = vErrors;
return errors === 0;
}

const schema64 = {"type":"object","additionalProperties":false,"required":["name","factor","warmupEpochs"],"properties":{"name":{"const":"exponential"},"factor":{"type":"number","exclusiveMinimum":0},"warmupEpochs":{"$ref":"#/definitions/WarmupEpochs"}}};

function validate49(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.factor === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "factor"},message:"must have required property '"+"factor"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.warmupEpochs === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "warmupEpochs"},message:"must have required property '"+"warmupEpochs"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "name") || (key0 === "factor")) || (key0 === "warmupEpochs"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.name !== undefined){
if("exponential" !== data.name){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/const",keyword:"const",params:{allowedValue: "exponential"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.factor !== undefined){
let data1 = data.factor;
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 <= 0 || isNaN(data1)){
const err5 = {instancePath:instancePath+"/factor",schemaPath:"#/properties/factor/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
const err6 = {instancePath:instancePath+"/factor",schemaPath:"#/properties/factor/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.warmupEpochs !== undefined){
let data2 = data.warmupEpochs;
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1000000 || isNaN(data2)){
const err7 = {instancePath:instancePath+"/warmupEpochs",schemaPath:"#/definitions/WarmupEpochs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data2 < 0 || isNaN(data2)){
const err8 = {instancePath:instancePath+"/warmupEpochs",schemaPath:"#/definitions/WarmupEpochs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/warmupEpochs",schemaPath:"#/definitions/WarmupEpochs/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
validate49.errors = vErrors;
return errors === 0;
}

const schema66 = {"type":"object","additionalProperties":false,"required":["name","end","warmupEpochs"],"properties":{"name":{"const":"cosine"},"end":{"type":"number","minimum":0,"maximum":1},"warmupEpochs":{"$ref":"#/definitions/WarmupEpochs"}}};

function validate50(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.end === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "end"},message:"must have required property '"+"end"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.warmupEpochs === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "warmupEpochs"},message:"must have required property '"+"warmupEpochs"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "name") || (key0 === "end")) || (key0 === "warmupEpochs"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.name !== undefined){
if("cosine" !== data.name){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/const",keyword:"const",params:{allowedValue: "cosine"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.end !== undefined){
let data1 = data.end;
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 1 || isNaN(data1)){
const err5 = {instancePath:instancePath+"/end",schemaPath:"#/properties/end/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data1 < 0 || isNaN(data1)){
const err6 = {instancePath:instancePath+"/end",schemaPath:"#/properties/end/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
const err7 = {instancePath:instancePath+"/end",schemaPath:"#/properties/end/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.warmupEpochs !== undefined){
let data2 = data.warmupEpochs;
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1000000 || isNaN(data2)){
const err8 = {instancePath:instancePath+"/warmupEpochs",schemaPath:"#/definitions/WarmupEpochs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data2 < 0 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/warmupEpochs",schemaPath:"#/definitions/WarmupEpochs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/warmupEpochs",schemaPath:"#/definitions/WarmupEpochs/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate50.errors = vErrors;
return errors === 0;
}


function validate46(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
const tag0 = data.name;
if(typeof tag0 == "string"){
if(tag0 === "constant"){
if(!(validate47(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate47.errors : vErrors.concat(validate47.errors);
errors = vErrors.length;
}
}
else if(tag0 === "step"){
if(!(validate48(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
else if(tag0 === "exponential"){
if(!(validate49(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate49.errors : vErrors.concat(validate49.errors);
errors = vErrors.length;
}
}
else if(tag0 === "cosine"){
if(!(validate50(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
errors = vErrors.length;
}
}
else {
const err1 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "mapping", tag: "name", tagValue: tag0},message:"value of tag \"name\" must be in oneOf"};
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
const err2 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "tag", tag: "name", tagValue: tag0},message:"tag \"name\" must be string"};
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
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate46.errors = vErrors;
return errors === 0;
}


function validate43(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.optimizer === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "optimizer"},message:"must have required property '"+"optimizer"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.batchSize === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "batchSize"},message:"must have required property '"+"batchSize"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.epochs === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "epochs"},message:"must have required property '"+"epochs"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.schedule === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "schedule"},message:"must have required property '"+"schedule"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.earlyStopping === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "earlyStopping"},message:"must have required property '"+"earlyStopping"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "optimizer") || (key0 === "batchSize")) || (key0 === "epochs")) || (key0 === "schedule")) || (key0 === "earlyStopping"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.optimizer !== undefined){
if(!(validate44(data.optimizer, {instancePath:instancePath+"/optimizer",parentData:data,parentDataProperty:"optimizer",rootData}))){
vErrors = vErrors === null ? validate44.errors : vErrors.concat(validate44.errors);
errors = vErrors.length;
}
}
if(data.batchSize !== undefined){
let data1 = data.batchSize;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err6 = {instancePath:instancePath+"/batchSize",schemaPath:"#/properties/batchSize/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 65536 || isNaN(data1)){
const err7 = {instancePath:instancePath+"/batchSize",schemaPath:"#/properties/batchSize/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65536},message:"must be <= 65536"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data1 < 1 || isNaN(data1)){
const err8 = {instancePath:instancePath+"/batchSize",schemaPath:"#/properties/batchSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data.epochs !== undefined){
let data2 = data.epochs;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err9 = {instancePath:instancePath+"/epochs",schemaPath:"#/properties/epochs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1000000 || isNaN(data2)){
const err10 = {instancePath:instancePath+"/epochs",schemaPath:"#/properties/epochs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data2 < 1 || isNaN(data2)){
const err11 = {instancePath:instancePath+"/epochs",schemaPath:"#/properties/epochs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data.schedule !== undefined){
if(!(validate46(data.schedule, {instancePath:instancePath+"/schedule",parentData:data,parentDataProperty:"schedule",rootData}))){
vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
errors = vErrors.length;
}
}
if(data.earlyStopping !== undefined){
let data4 = data.earlyStopping;
const _errs9 = errors;
let valid1 = false;
const _errs10 = errors;
if(data4 !== null){
const err12 = {instancePath:instancePath+"/earlyStopping",schemaPath:"#/properties/earlyStopping/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
var _valid0 = _errs10 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs12 = errors;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.monitor === undefined){
const err13 = {instancePath:instancePath+"/earlyStopping",schemaPath:"#/definitions/EarlyStopping/required",keyword:"required",params:{missingProperty: "monitor"},message:"must have required property '"+"monitor"+"'"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data4.patience === undefined){
const err14 = {instancePath:instancePath+"/earlyStopping",schemaPath:"#/definitions/EarlyStopping/required",keyword:"required",params:{missingProperty: "patience"},message:"must have required property '"+"patience"+"'"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(data4.minDelta === undefined){
const err15 = {instancePath:instancePath+"/earlyStopping",schemaPath:"#/definitions/EarlyStopping/required",keyword:"required",params:{missingProperty: "minDelta"},message:"must have required property '"+"minDelta"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data4.restoreBest === undefined){
const err16 = {instancePath:instancePath+"/earlyStopping",schemaPath:"#/definitions/EarlyStopping/required",keyword:"required",params:{missingProperty: "restoreBest"},message:"must have required property '"+"restoreBest"+"'"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
for(const key1 in data4){
if(!((((key1 === "monitor") || (key1 === "patience")) || (key1 === "minDelta")) || (key1 === "restoreBest"))){
const err17 = {instancePath:instancePath+"/earlyStopping",schemaPath:"#/definitions/EarlyStopping/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data4.monitor !== undefined){
let data5 = data4.monitor;
if(typeof data5 !== "string"){
const err18 = {instancePath:instancePath+"/earlyStopping/monitor",schemaPath:"#/definitions/EarlyStopping/properties/monitor/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(!((((data5 === "valLoss") || (data5 === "valAccuracy")) || (data5 === "loss")) || (data5 === "accuracy"))){
const err19 = {instancePath:instancePath+"/earlyStopping/monitor",schemaPath:"#/definitions/EarlyStopping/properties/monitor/enum",keyword:"enum",params:{allowedValues: schema68.properties.monitor.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data4.patience !== undefined){
let data6 = data4.patience;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err20 = {instancePath:instancePath+"/earlyStopping/patience",schemaPath:"#/definitions/EarlyStopping/properties/patience/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1000000 || isNaN(data6)){
const err21 = {instancePath:instancePath+"/earlyStopping/patience",schemaPath:"#/definitions/EarlyStopping/properties/patience/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data6 < 1 || isNaN(data6)){
const err22 = {instancePath:instancePath+"/earlyStopping/patience",schemaPath:"#/definitions/EarlyStopping/properties/patience/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data4.minDelta !== undefined){
let data7 = data4.minDelta;
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
const err23 = {instancePath:instancePath+"/earlyStopping/minDelta",schemaPath:"#/definitions/EarlyStopping/properties/minDelta/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/earlyStopping/minDelta",schemaPath:"#/definitions/EarlyStopping/properties/minDelta/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data4.restoreBest !== undefined){
if(typeof data4.restoreBest !== "boolean"){
const err25 = {instancePath:instancePath+"/earlyStopping/restoreBest",schemaPath:"#/definitions/EarlyStopping/properties/restoreBest/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
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
else {
const err26 = {instancePath:instancePath+"/earlyStopping",schemaPath:"#/definitions/EarlyStopping/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
var _valid0 = _errs12 === errors;
valid1 = valid1 || _valid0;
}
if(!valid1){
const err27 = {instancePath:instancePath+"/earlyStopping",schemaPath:"#/properties/earlyStopping/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
else {
errors = _errs9;
if(vErrors !== null){
if(_errs9){
vErrors.length = _errs9;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err28 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
validate43.errors = vErrors;
return errors === 0;
}

const schema70 = {"type":"object","additionalProperties":false,"properties":{"tensorboard":{"type":"boolean"},"mlflow":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Mlflow"}]}},"required":["tensorboard","mlflow"]};
const schema71 = {"type":"object","additionalProperties":false,"properties":{"uri":{"type":["string","null"],"pattern":"^https?://[^@\\s]+$"},"experiment":{"type":["string","null"],"pattern":"^\\S.{0,499}$"},"tags":{"type":"object","maxProperties":100,"additionalProperties":{"type":"string"}}},"required":["uri","experiment","tags"]};
const pattern16 = new RegExp("^https?://[^@\\s]+$", "u");
const pattern17 = new RegExp("^\\S.{0,499}$", "u");

function validate57(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.tensorboard === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "tensorboard"},message:"must have required property '"+"tensorboard"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.mlflow === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "mlflow"},message:"must have required property '"+"mlflow"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "tensorboard") || (key0 === "mlflow"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.tensorboard !== undefined){
if(typeof data.tensorboard !== "boolean"){
const err3 = {instancePath:instancePath+"/tensorboard",schemaPath:"#/properties/tensorboard/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.mlflow !== undefined){
let data1 = data.mlflow;
const _errs5 = errors;
let valid1 = false;
const _errs6 = errors;
if(data1 !== null){
const err4 = {instancePath:instancePath+"/mlflow",schemaPath:"#/properties/mlflow/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var _valid0 = _errs6 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs8 = errors;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.uri === undefined){
const err5 = {instancePath:instancePath+"/mlflow",schemaPath:"#/definitions/Mlflow/required",keyword:"required",params:{missingProperty: "uri"},message:"must have required property '"+"uri"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data1.experiment === undefined){
const err6 = {instancePath:instancePath+"/mlflow",schemaPath:"#/definitions/Mlflow/required",keyword:"required",params:{missingProperty: "experiment"},message:"must have required property '"+"experiment"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data1.tags === undefined){
const err7 = {instancePath:instancePath+"/mlflow",schemaPath:"#/definitions/Mlflow/required",keyword:"required",params:{missingProperty: "tags"},message:"must have required property '"+"tags"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
for(const key1 in data1){
if(!(((key1 === "uri") || (key1 === "experiment")) || (key1 === "tags"))){
const err8 = {instancePath:instancePath+"/mlflow",schemaPath:"#/definitions/Mlflow/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data1.uri !== undefined){
let data2 = data1.uri;
if((typeof data2 !== "string") && (data2 !== null)){
const err9 = {instancePath:instancePath+"/mlflow/uri",schemaPath:"#/definitions/Mlflow/properties/uri/type",keyword:"type",params:{type: schema71.properties.uri.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(typeof data2 === "string"){
if(!pattern16.test(data2)){
const err10 = {instancePath:instancePath+"/mlflow/uri",schemaPath:"#/definitions/Mlflow/properties/uri/pattern",keyword:"pattern",params:{pattern: "^https?://[^@\\s]+$"},message:"must match pattern \""+"^https?://[^@\\s]+$"+"\""};
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
if(data1.experiment !== undefined){
let data3 = data1.experiment;
if((typeof data3 !== "string") && (data3 !== null)){
const err11 = {instancePath:instancePath+"/mlflow/experiment",schemaPath:"#/definitions/Mlflow/properties/experiment/type",keyword:"type",params:{type: schema71.properties.experiment.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(typeof data3 === "string"){
if(!pattern17.test(data3)){
const err12 = {instancePath:instancePath+"/mlflow/experiment",schemaPath:"#/definitions/Mlflow/properties/experiment/pattern",keyword:"pattern",params:{pattern: "^\\S.{0,499}$"},message:"must match pattern \""+"^\\S.{0,499}$"+"\""};
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
if(data1.tags !== undefined){
let data4 = data1.tags;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(Object.keys(data4).length > 100){
const err13 = {instancePath:instancePath+"/mlflow/tags",schemaPath:"#/definitions/Mlflow/properties/tags/maxProperties",keyword:"maxProperties",params:{limit: 100},message:"must NOT have more than 100 properties"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
for(const key2 in data4){
if(typeof data4[key2] !== "string"){
const err14 = {instancePath:instancePath+"/mlflow/tags/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/Mlflow/properties/tags/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err15 = {instancePath:instancePath+"/mlflow/tags",schemaPath:"#/definitions/Mlflow/properties/tags/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
else {
const err16 = {instancePath:instancePath+"/mlflow",schemaPath:"#/definitions/Mlflow/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
var _valid0 = _errs8 === errors;
valid1 = valid1 || _valid0;
}
if(!valid1){
const err17 = {instancePath:instancePath+"/mlflow",schemaPath:"#/properties/mlflow/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
else {
errors = _errs5;
if(vErrors !== null){
if(_errs5){
vErrors.length = _errs5;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err18 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
validate57.errors = vErrors;
return errors === 0;
}


function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="resolved.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.description === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "description"},message:"must have required property '"+"description"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.seed === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "seed"},message:"must have required property '"+"seed"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.data === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "data"},message:"must have required property '"+"data"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.pairs === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "pairs"},message:"must have required property '"+"pairs"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.network === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "network"},message:"must have required property '"+"network"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.objective === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "objective"},message:"must have required property '"+"objective"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.training === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "training"},message:"must have required property '"+"training"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data.engine === undefined){
const err8 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "engine"},message:"must have required property '"+"engine"+"'"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data.checkpoint === undefined){
const err9 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "checkpoint"},message:"must have required property '"+"checkpoint"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data.track === undefined){
const err10 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "track"},message:"must have required property '"+"track"+"'"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema11.properties, key0))){
const err11 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err12 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"+"\""};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.description !== undefined){
if(typeof data.description !== "string"){
const err14 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.seed !== undefined){
let data2 = data.seed;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err15 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 4294967295 || isNaN(data2)){
const err16 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967295},message:"must be <= 4294967295"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data2 < 0 || isNaN(data2)){
const err17 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
if(data.data !== undefined){
if(!(validate11(data.data, {instancePath:instancePath+"/data",parentData:data,parentDataProperty:"data",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data.pairs !== undefined){
let data4 = data.pairs;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.perImage === undefined){
const err18 = {instancePath:instancePath+"/pairs",schemaPath:"#/definitions/PairDrawing/required",keyword:"required",params:{missingProperty: "perImage"},message:"must have required property '"+"perImage"+"'"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data4.refresh === undefined){
const err19 = {instancePath:instancePath+"/pairs",schemaPath:"#/definitions/PairDrawing/required",keyword:"required",params:{missingProperty: "refresh"},message:"must have required property '"+"refresh"+"'"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
for(const key1 in data4){
if(!((key1 === "perImage") || (key1 === "refresh"))){
const err20 = {instancePath:instancePath+"/pairs",schemaPath:"#/definitions/PairDrawing/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data4.perImage !== undefined){
let data5 = data4.perImage;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err21 = {instancePath:instancePath+"/pairs/perImage",schemaPath:"#/definitions/PairDrawing/properties/perImage/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 1000 || isNaN(data5)){
const err22 = {instancePath:instancePath+"/pairs/perImage",schemaPath:"#/definitions/PairDrawing/properties/perImage/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data5 < 1 || isNaN(data5)){
const err23 = {instancePath:instancePath+"/pairs/perImage",schemaPath:"#/definitions/PairDrawing/properties/perImage/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data4.refresh !== undefined){
let data6 = data4.refresh;
if(typeof data6 !== "string"){
const err24 = {instancePath:instancePath+"/pairs/refresh",schemaPath:"#/definitions/PairDrawing/properties/refresh/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(!((data6 === "never") || (data6 === "epoch"))){
const err25 = {instancePath:instancePath+"/pairs/refresh",schemaPath:"#/definitions/PairDrawing/properties/refresh/enum",keyword:"enum",params:{allowedValues: schema38.properties.refresh.enum},message:"must be equal to one of the allowed values"};
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
else {
const err26 = {instancePath:instancePath+"/pairs",schemaPath:"#/definitions/PairDrawing/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.network !== undefined){
if(!(validate29(data.network, {instancePath:instancePath+"/network",parentData:data,parentDataProperty:"network",rootData}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
}
if(data.objective !== undefined){
if(!(validate35(data.objective, {instancePath:instancePath+"/objective",parentData:data,parentDataProperty:"objective",rootData}))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
}
if(data.training !== undefined){
if(!(validate43(data.training, {instancePath:instancePath+"/training",parentData:data,parentDataProperty:"training",rootData}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
if(data.engine !== undefined){
let data10 = data.engine;
if(typeof data10 !== "string"){
const err27 = {instancePath:instancePath+"/engine",schemaPath:"#/properties/engine/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(!(((((data10 === "auto") || (data10 === "wasm")) || (data10 === "tfjs")) || (data10 === "webgpu")) || (data10 === "reference"))){
const err28 = {instancePath:instancePath+"/engine",schemaPath:"#/properties/engine/enum",keyword:"enum",params:{allowedValues: schema11.properties.engine.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.checkpoint !== undefined){
let data11 = data.checkpoint;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
if(data11.everySteps === undefined){
const err29 = {instancePath:instancePath+"/checkpoint",schemaPath:"#/definitions/Checkpoint/required",keyword:"required",params:{missingProperty: "everySteps"},message:"must have required property '"+"everySteps"+"'"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
for(const key2 in data11){
if(!(key2 === "everySteps")){
const err30 = {instancePath:instancePath+"/checkpoint",schemaPath:"#/definitions/Checkpoint/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data11.everySteps !== undefined){
let data12 = data11.everySteps;
if((!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))) && (data12 !== null)){
const err31 = {instancePath:instancePath+"/checkpoint/everySteps",schemaPath:"#/definitions/Checkpoint/properties/everySteps/type",keyword:"type",params:{type: schema69.properties.everySteps.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 2147483647 || isNaN(data12)){
const err32 = {instancePath:instancePath+"/checkpoint/everySteps",schemaPath:"#/definitions/Checkpoint/properties/everySteps/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data12 < 1 || isNaN(data12)){
const err33 = {instancePath:instancePath+"/checkpoint/everySteps",schemaPath:"#/definitions/Checkpoint/properties/everySteps/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
}
else {
const err34 = {instancePath:instancePath+"/checkpoint",schemaPath:"#/definitions/Checkpoint/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data.track !== undefined){
if(!(validate57(data.track, {instancePath:instancePath+"/track",parentData:data,parentDataProperty:"track",rootData}))){
vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
errors = vErrors.length;
}
}
}
else {
const err35 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

export const validateNetwork = validate59;

function validate59(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.inputShape === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "inputShape"},message:"must have required property '"+"inputShape"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.blocks === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "blocks"},message:"must have required property '"+"blocks"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.reduce === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "reduce"},message:"must have required property '"+"reduce"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.embeddingDim === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "embeddingDim"},message:"must have required property '"+"embeddingDim"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.normalize === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "normalize"},message:"must have required property '"+"normalize"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "inputShape") || (key0 === "blocks")) || (key0 === "reduce")) || (key0 === "embeddingDim")) || (key0 === "normalize"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.inputShape !== undefined){
let data0 = data.inputShape;
if(Array.isArray(data0)){
if(data0.length > 3){
const err6 = {instancePath:instancePath+"/inputShape",schemaPath:"#/properties/inputShape/maxItems",keyword:"maxItems",params:{limit: 3},message:"must NOT have more than 3 items"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data0.length < 3){
const err7 = {instancePath:instancePath+"/inputShape",schemaPath:"#/properties/inputShape/minItems",keyword:"minItems",params:{limit: 3},message:"must NOT have fewer than 3 items"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err8 = {instancePath:instancePath+"/inputShape/" + i0,schemaPath:"#/properties/inputShape/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 4096 || isNaN(data1)){
const err9 = {instancePath:instancePath+"/inputShape/" + i0,schemaPath:"#/properties/inputShape/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4096},message:"must be <= 4096"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data1 < 1 || isNaN(data1)){
const err10 = {instancePath:instancePath+"/inputShape/" + i0,schemaPath:"#/properties/inputShape/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
const err11 = {instancePath:instancePath+"/inputShape",schemaPath:"#/properties/inputShape/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.blocks !== undefined){
let data2 = data.blocks;
if(Array.isArray(data2)){
if(data2.length > 64){
const err12 = {instancePath:instancePath+"/blocks",schemaPath:"#/properties/blocks/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data2.length < 1){
const err13 = {instancePath:instancePath+"/blocks",schemaPath:"#/properties/blocks/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
if(!(validate30(data2[i1], {instancePath:instancePath+"/blocks/" + i1,parentData:data2,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
}
}
else {
const err14 = {instancePath:instancePath+"/blocks",schemaPath:"#/properties/blocks/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.reduce !== undefined){
let data4 = data.reduce;
if(typeof data4 !== "string"){
const err15 = {instancePath:instancePath+"/reduce",schemaPath:"#/properties/reduce/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(!(((data4 === "globalAverage") || (data4 === "globalMax")) || (data4 === "flatten"))){
const err16 = {instancePath:instancePath+"/reduce",schemaPath:"#/properties/reduce/enum",keyword:"enum",params:{allowedValues: schema39.properties.reduce.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.embeddingDim !== undefined){
let data5 = data.embeddingDim;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err17 = {instancePath:instancePath+"/embeddingDim",schemaPath:"#/properties/embeddingDim/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 16384 || isNaN(data5)){
const err18 = {instancePath:instancePath+"/embeddingDim",schemaPath:"#/properties/embeddingDim/maximum",keyword:"maximum",params:{comparison: "<=", limit: 16384},message:"must be <= 16384"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data5 < 1 || isNaN(data5)){
const err19 = {instancePath:instancePath+"/embeddingDim",schemaPath:"#/properties/embeddingDim/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data.normalize !== undefined){
if(typeof data.normalize !== "boolean"){
const err20 = {instancePath:instancePath+"/normalize",schemaPath:"#/properties/normalize/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
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
const err21 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
validate59.errors = vErrors;
return errors === 0;
}

export const validateObjective = validate61;

function validate61(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.loss === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "loss"},message:"must have required property '"+"loss"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
const tag0 = data.loss;
if(typeof tag0 == "string"){
if(tag0 === "binaryCrossentropy"){
if(!(validate36(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
}
else if(tag0 === "contrastive"){
if(!(validate37(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate37.errors : vErrors.concat(validate37.errors);
errors = vErrors.length;
}
}
else if(tag0 === "triplet"){
if(!(validate38(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
errors = vErrors.length;
}
}
else {
const err1 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "mapping", tag: "loss", tagValue: tag0},message:"value of tag \"loss\" must be in oneOf"};
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
const err2 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "tag", tag: "loss", tagValue: tag0},message:"tag \"loss\" must be string"};
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
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate61.errors = vErrors;
return errors === 0;
}

export const validateOptimizer = validate65;

function validate65(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
const tag0 = data.name;
if(typeof tag0 == "string"){
if(tag0 === "sgd"){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err1 = {instancePath,schemaPath:"#/definitions/Sgd/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.learningRate === undefined){
const err2 = {instancePath,schemaPath:"#/definitions/Sgd/required",keyword:"required",params:{missingProperty: "learningRate"},message:"must have required property '"+"learningRate"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.momentum === undefined){
const err3 = {instancePath,schemaPath:"#/definitions/Sgd/required",keyword:"required",params:{missingProperty: "momentum"},message:"must have required property '"+"momentum"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.nesterov === undefined){
const err4 = {instancePath,schemaPath:"#/definitions/Sgd/required",keyword:"required",params:{missingProperty: "nesterov"},message:"must have required property '"+"nesterov"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.globalClipNorm === undefined){
const err5 = {instancePath,schemaPath:"#/definitions/Sgd/required",keyword:"required",params:{missingProperty: "globalClipNorm"},message:"must have required property '"+"globalClipNorm"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "name") || (key0 === "learningRate")) || (key0 === "momentum")) || (key0 === "nesterov")) || (key0 === "globalClipNorm"))){
const err6 = {instancePath,schemaPath:"#/definitions/Sgd/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.name !== undefined){
if("sgd" !== data.name){
const err7 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/Sgd/properties/name/const",keyword:"const",params:{allowedValue: "sgd"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.learningRate !== undefined){
let data1 = data.learningRate;
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 <= 0 || isNaN(data1)){
const err8 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Sgd/properties/learningRate/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Sgd/properties/learningRate/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.momentum !== undefined){
let data2 = data.momentum;
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
const err10 = {instancePath:instancePath+"/momentum",schemaPath:"#/definitions/Sgd/properties/momentum/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data2 >= 1 || isNaN(data2)){
const err11 = {instancePath:instancePath+"/momentum",schemaPath:"#/definitions/Sgd/properties/momentum/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
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
const err12 = {instancePath:instancePath+"/momentum",schemaPath:"#/definitions/Sgd/properties/momentum/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.nesterov !== undefined){
if(typeof data.nesterov !== "boolean"){
const err13 = {instancePath:instancePath+"/nesterov",schemaPath:"#/definitions/Sgd/properties/nesterov/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.globalClipNorm !== undefined){
let data4 = data.globalClipNorm;
if((!((typeof data4 == "number") && (isFinite(data4)))) && (data4 !== null)){
const err14 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Sgd/properties/globalClipNorm/type",keyword:"type",params:{type: schema55.properties.globalClipNorm.type},message:"must be number,null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 <= 0 || isNaN(data4)){
const err15 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Sgd/properties/globalClipNorm/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
}
else {
const err16 = {instancePath,schemaPath:"#/definitions/Sgd/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else if(tag0 === "rmsprop"){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err17 = {instancePath,schemaPath:"#/definitions/Rmsprop/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data.learningRate === undefined){
const err18 = {instancePath,schemaPath:"#/definitions/Rmsprop/required",keyword:"required",params:{missingProperty: "learningRate"},message:"must have required property '"+"learningRate"+"'"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data.rho === undefined){
const err19 = {instancePath,schemaPath:"#/definitions/Rmsprop/required",keyword:"required",params:{missingProperty: "rho"},message:"must have required property '"+"rho"+"'"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data.epsilon === undefined){
const err20 = {instancePath,schemaPath:"#/definitions/Rmsprop/required",keyword:"required",params:{missingProperty: "epsilon"},message:"must have required property '"+"epsilon"+"'"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data.globalClipNorm === undefined){
const err21 = {instancePath,schemaPath:"#/definitions/Rmsprop/required",keyword:"required",params:{missingProperty: "globalClipNorm"},message:"must have required property '"+"globalClipNorm"+"'"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
for(const key1 in data){
if(!(((((key1 === "name") || (key1 === "learningRate")) || (key1 === "rho")) || (key1 === "epsilon")) || (key1 === "globalClipNorm"))){
const err22 = {instancePath,schemaPath:"#/definitions/Rmsprop/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.name !== undefined){
if("rmsprop" !== data.name){
const err23 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/Rmsprop/properties/name/const",keyword:"const",params:{allowedValue: "rmsprop"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.learningRate !== undefined){
let data6 = data.learningRate;
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 <= 0 || isNaN(data6)){
const err24 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Rmsprop/properties/learningRate/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
else {
const err25 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Rmsprop/properties/learningRate/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.rho !== undefined){
let data7 = data.rho;
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
const err26 = {instancePath:instancePath+"/rho",schemaPath:"#/definitions/Rmsprop/properties/rho/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(data7 >= 1 || isNaN(data7)){
const err27 = {instancePath:instancePath+"/rho",schemaPath:"#/definitions/Rmsprop/properties/rho/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
else {
const err28 = {instancePath:instancePath+"/rho",schemaPath:"#/definitions/Rmsprop/properties/rho/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.epsilon !== undefined){
let data8 = data.epsilon;
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 <= 0 || isNaN(data8)){
const err29 = {instancePath:instancePath+"/epsilon",schemaPath:"#/definitions/Rmsprop/properties/epsilon/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/epsilon",schemaPath:"#/definitions/Rmsprop/properties/epsilon/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.globalClipNorm !== undefined){
let data9 = data.globalClipNorm;
if((!((typeof data9 == "number") && (isFinite(data9)))) && (data9 !== null)){
const err31 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Rmsprop/properties/globalClipNorm/type",keyword:"type",params:{type: schema56.properties.globalClipNorm.type},message:"must be number,null"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 <= 0 || isNaN(data9)){
const err32 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Rmsprop/properties/globalClipNorm/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
}
else {
const err33 = {instancePath,schemaPath:"#/definitions/Rmsprop/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
else if(tag0 === "adam"){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err34 = {instancePath,schemaPath:"#/definitions/Adam/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data.learningRate === undefined){
const err35 = {instancePath,schemaPath:"#/definitions/Adam/required",keyword:"required",params:{missingProperty: "learningRate"},message:"must have required property '"+"learningRate"+"'"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data.beta1 === undefined){
const err36 = {instancePath,schemaPath:"#/definitions/Adam/required",keyword:"required",params:{missingProperty: "beta1"},message:"must have required property '"+"beta1"+"'"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data.beta2 === undefined){
const err37 = {instancePath,schemaPath:"#/definitions/Adam/required",keyword:"required",params:{missingProperty: "beta2"},message:"must have required property '"+"beta2"+"'"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data.epsilon === undefined){
const err38 = {instancePath,schemaPath:"#/definitions/Adam/required",keyword:"required",params:{missingProperty: "epsilon"},message:"must have required property '"+"epsilon"+"'"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(data.globalClipNorm === undefined){
const err39 = {instancePath,schemaPath:"#/definitions/Adam/required",keyword:"required",params:{missingProperty: "globalClipNorm"},message:"must have required property '"+"globalClipNorm"+"'"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
for(const key2 in data){
if(!((((((key2 === "name") || (key2 === "learningRate")) || (key2 === "beta1")) || (key2 === "beta2")) || (key2 === "epsilon")) || (key2 === "globalClipNorm"))){
const err40 = {instancePath,schemaPath:"#/definitions/Adam/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.name !== undefined){
if("adam" !== data.name){
const err41 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/Adam/properties/name/const",keyword:"const",params:{allowedValue: "adam"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data.learningRate !== undefined){
let data11 = data.learningRate;
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 <= 0 || isNaN(data11)){
const err42 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Adam/properties/learningRate/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
const err43 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Adam/properties/learningRate/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data.beta1 !== undefined){
let data12 = data.beta1;
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 0 || isNaN(data12)){
const err44 = {instancePath:instancePath+"/beta1",schemaPath:"#/definitions/Adam/properties/beta1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(data12 >= 1 || isNaN(data12)){
const err45 = {instancePath:instancePath+"/beta1",schemaPath:"#/definitions/Adam/properties/beta1/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
else {
const err46 = {instancePath:instancePath+"/beta1",schemaPath:"#/definitions/Adam/properties/beta1/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.beta2 !== undefined){
let data13 = data.beta2;
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
const err47 = {instancePath:instancePath+"/beta2",schemaPath:"#/definitions/Adam/properties/beta2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(data13 >= 1 || isNaN(data13)){
const err48 = {instancePath:instancePath+"/beta2",schemaPath:"#/definitions/Adam/properties/beta2/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
else {
const err49 = {instancePath:instancePath+"/beta2",schemaPath:"#/definitions/Adam/properties/beta2/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data.epsilon !== undefined){
let data14 = data.epsilon;
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 <= 0 || isNaN(data14)){
const err50 = {instancePath:instancePath+"/epsilon",schemaPath:"#/definitions/Adam/properties/epsilon/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
else {
const err51 = {instancePath:instancePath+"/epsilon",schemaPath:"#/definitions/Adam/properties/epsilon/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data.globalClipNorm !== undefined){
let data15 = data.globalClipNorm;
if((!((typeof data15 == "number") && (isFinite(data15)))) && (data15 !== null)){
const err52 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Adam/properties/globalClipNorm/type",keyword:"type",params:{type: schema57.properties.globalClipNorm.type},message:"must be number,null"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 <= 0 || isNaN(data15)){
const err53 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Adam/properties/globalClipNorm/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
}
else {
const err54 = {instancePath,schemaPath:"#/definitions/Adam/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
else if(tag0 === "adamw"){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err55 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(data.learningRate === undefined){
const err56 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "learningRate"},message:"must have required property '"+"learningRate"+"'"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(data.beta1 === undefined){
const err57 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "beta1"},message:"must have required property '"+"beta1"+"'"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data.beta2 === undefined){
const err58 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "beta2"},message:"must have required property '"+"beta2"+"'"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
if(data.epsilon === undefined){
const err59 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "epsilon"},message:"must have required property '"+"epsilon"+"'"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(data.weightDecay === undefined){
const err60 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "weightDecay"},message:"must have required property '"+"weightDecay"+"'"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data.globalClipNorm === undefined){
const err61 = {instancePath,schemaPath:"#/definitions/Adamw/required",keyword:"required",params:{missingProperty: "globalClipNorm"},message:"must have required property '"+"globalClipNorm"+"'"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
for(const key3 in data){
if(!(((((((key3 === "name") || (key3 === "learningRate")) || (key3 === "beta1")) || (key3 === "beta2")) || (key3 === "epsilon")) || (key3 === "weightDecay")) || (key3 === "globalClipNorm"))){
const err62 = {instancePath,schemaPath:"#/definitions/Adamw/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data.name !== undefined){
if("adamw" !== data.name){
const err63 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/Adamw/properties/name/const",keyword:"const",params:{allowedValue: "adamw"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data.learningRate !== undefined){
let data17 = data.learningRate;
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 <= 0 || isNaN(data17)){
const err64 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Adamw/properties/learningRate/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
else {
const err65 = {instancePath:instancePath+"/learningRate",schemaPath:"#/definitions/Adamw/properties/learningRate/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data.beta1 !== undefined){
let data18 = data.beta1;
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 < 0 || isNaN(data18)){
const err66 = {instancePath:instancePath+"/beta1",schemaPath:"#/definitions/Adamw/properties/beta1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if(data18 >= 1 || isNaN(data18)){
const err67 = {instancePath:instancePath+"/beta1",schemaPath:"#/definitions/Adamw/properties/beta1/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
else {
const err68 = {instancePath:instancePath+"/beta1",schemaPath:"#/definitions/Adamw/properties/beta1/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data.beta2 !== undefined){
let data19 = data.beta2;
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 < 0 || isNaN(data19)){
const err69 = {instancePath:instancePath+"/beta2",schemaPath:"#/definitions/Adamw/properties/beta2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(data19 >= 1 || isNaN(data19)){
const err70 = {instancePath:instancePath+"/beta2",schemaPath:"#/definitions/Adamw/properties/beta2/exclusiveMaximum",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1},message:"must be < 1"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
else {
const err71 = {instancePath:instancePath+"/beta2",schemaPath:"#/definitions/Adamw/properties/beta2/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data.epsilon !== undefined){
let data20 = data.epsilon;
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 <= 0 || isNaN(data20)){
const err72 = {instancePath:instancePath+"/epsilon",schemaPath:"#/definitions/Adamw/properties/epsilon/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
else {
const err73 = {instancePath:instancePath+"/epsilon",schemaPath:"#/definitions/Adamw/properties/epsilon/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data.weightDecay !== undefined){
let data21 = data.weightDecay;
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 < 0 || isNaN(data21)){
const err74 = {instancePath:instancePath+"/weightDecay",schemaPath:"#/definitions/Adamw/properties/weightDecay/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
else {
const err75 = {instancePath:instancePath+"/weightDecay",schemaPath:"#/definitions/Adamw/properties/weightDecay/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data.globalClipNorm !== undefined){
let data22 = data.globalClipNorm;
if((!((typeof data22 == "number") && (isFinite(data22)))) && (data22 !== null)){
const err76 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Adamw/properties/globalClipNorm/type",keyword:"type",params:{type: schema58.properties.globalClipNorm.type},message:"must be number,null"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 <= 0 || isNaN(data22)){
const err77 = {instancePath:instancePath+"/globalClipNorm",schemaPath:"#/definitions/Adamw/properties/globalClipNorm/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
}
else {
const err78 = {instancePath,schemaPath:"#/definitions/Adamw/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
else {
const err79 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "mapping", tag: "name", tagValue: tag0},message:"value of tag \"name\" must be in oneOf"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
else {
const err80 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "tag", tag: "name", tagValue: tag0},message:"tag \"name\" must be string"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
else {
const err81 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
validate65.errors = vErrors;
return errors === 0;
}

export const validateSweep = validate66;
const schema79 = {"type":"object","additionalProperties":false,"properties":{"grid":{"type":"object","additionalProperties":{"type":"array","minItems":1}},"zip":{"type":"array","items":{"type":"object","minProperties":1,"additionalProperties":true}},"exclude":{"type":"array","items":{"type":"object","minProperties":1,"additionalProperties":true}},"budget":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/Budget"}]}},"required":["grid","zip","exclude","budget"]};
const schema80 = {"type":"object","additionalProperties":false,"properties":{"eta":{"type":"integer","minimum":2,"maximum":1000},"min":{"type":"integer","minimum":1,"maximum":1000000},"max":{"type":["integer","null"],"minimum":1,"maximum":1000000},"monitor":{"type":"string","enum":["valAccuracy","valLoss"]}},"required":["eta","min","max","monitor"]};

function validate66(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.grid === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "grid"},message:"must have required property '"+"grid"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.zip === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "zip"},message:"must have required property '"+"zip"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.exclude === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "exclude"},message:"must have required property '"+"exclude"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.budget === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "budget"},message:"must have required property '"+"budget"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!((((key0 === "grid") || (key0 === "zip")) || (key0 === "exclude")) || (key0 === "budget"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.grid !== undefined){
let data0 = data.grid;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
let data1 = data0[key1];
if(Array.isArray(data1)){
if(data1.length < 1){
const err5 = {instancePath:instancePath+"/grid/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/grid/additionalProperties/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
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
const err6 = {instancePath:instancePath+"/grid/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/grid/additionalProperties/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
else {
const err7 = {instancePath:instancePath+"/grid",schemaPath:"#/properties/grid/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.zip !== undefined){
let data2 = data.zip;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(Object.keys(data3).length < 1){
const err8 = {instancePath:instancePath+"/zip/" + i0,schemaPath:"#/properties/zip/items/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/zip/" + i0,schemaPath:"#/properties/zip/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err10 = {instancePath:instancePath+"/zip",schemaPath:"#/properties/zip/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.exclude !== undefined){
let data4 = data.exclude;
if(Array.isArray(data4)){
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
let data5 = data4[i1];
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(Object.keys(data5).length < 1){
const err11 = {instancePath:instancePath+"/exclude/" + i1,schemaPath:"#/properties/exclude/items/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
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
const err12 = {instancePath:instancePath+"/exclude/" + i1,schemaPath:"#/properties/exclude/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
else {
const err13 = {instancePath:instancePath+"/exclude",schemaPath:"#/properties/exclude/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.budget !== undefined){
let data6 = data.budget;
const _errs18 = errors;
let valid6 = false;
const _errs19 = errors;
if(data6 !== null){
const err14 = {instancePath:instancePath+"/budget",schemaPath:"#/properties/budget/anyOf/0/type",keyword:"type",params:{type: "null"},message:"must be null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
var _valid0 = _errs19 === errors;
valid6 = valid6 || _valid0;
if(!valid6){
const _errs21 = errors;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.eta === undefined){
const err15 = {instancePath:instancePath+"/budget",schemaPath:"#/definitions/Budget/required",keyword:"required",params:{missingProperty: "eta"},message:"must have required property '"+"eta"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data6.min === undefined){
const err16 = {instancePath:instancePath+"/budget",schemaPath:"#/definitions/Budget/required",keyword:"required",params:{missingProperty: "min"},message:"must have required property '"+"min"+"'"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data6.max === undefined){
const err17 = {instancePath:instancePath+"/budget",schemaPath:"#/definitions/Budget/required",keyword:"required",params:{missingProperty: "max"},message:"must have required property '"+"max"+"'"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data6.monitor === undefined){
const err18 = {instancePath:instancePath+"/budget",schemaPath:"#/definitions/Budget/required",keyword:"required",params:{missingProperty: "monitor"},message:"must have required property '"+"monitor"+"'"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
for(const key2 in data6){
if(!((((key2 === "eta") || (key2 === "min")) || (key2 === "max")) || (key2 === "monitor"))){
const err19 = {instancePath:instancePath+"/budget",schemaPath:"#/definitions/Budget/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data6.eta !== undefined){
let data7 = data6.eta;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err20 = {instancePath:instancePath+"/budget/eta",schemaPath:"#/definitions/Budget/properties/eta/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 1000 || isNaN(data7)){
const err21 = {instancePath:instancePath+"/budget/eta",schemaPath:"#/definitions/Budget/properties/eta/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data7 < 2 || isNaN(data7)){
const err22 = {instancePath:instancePath+"/budget/eta",schemaPath:"#/definitions/Budget/properties/eta/minimum",keyword:"minimum",params:{comparison: ">=", limit: 2},message:"must be >= 2"};
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
if(data6.min !== undefined){
let data8 = data6.min;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err23 = {instancePath:instancePath+"/budget/min",schemaPath:"#/definitions/Budget/properties/min/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 1000000 || isNaN(data8)){
const err24 = {instancePath:instancePath+"/budget/min",schemaPath:"#/definitions/Budget/properties/min/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(data8 < 1 || isNaN(data8)){
const err25 = {instancePath:instancePath+"/budget/min",schemaPath:"#/definitions/Budget/properties/min/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data6.max !== undefined){
let data9 = data6.max;
if((!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))) && (data9 !== null)){
const err26 = {instancePath:instancePath+"/budget/max",schemaPath:"#/definitions/Budget/properties/max/type",keyword:"type",params:{type: schema80.properties.max.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 1000000 || isNaN(data9)){
const err27 = {instancePath:instancePath+"/budget/max",schemaPath:"#/definitions/Budget/properties/max/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data9 < 1 || isNaN(data9)){
const err28 = {instancePath:instancePath+"/budget/max",schemaPath:"#/definitions/Budget/properties/max/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data6.monitor !== undefined){
let data10 = data6.monitor;
if(typeof data10 !== "string"){
const err29 = {instancePath:instancePath+"/budget/monitor",schemaPath:"#/definitions/Budget/properties/monitor/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(!((data10 === "valAccuracy") || (data10 === "valLoss"))){
const err30 = {instancePath:instancePath+"/budget/monitor",schemaPath:"#/definitions/Budget/properties/monitor/enum",keyword:"enum",params:{allowedValues: schema80.properties.monitor.enum},message:"must be equal to one of the allowed values"};
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
else {
const err31 = {instancePath:instancePath+"/budget",schemaPath:"#/definitions/Budget/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
var _valid0 = _errs21 === errors;
valid6 = valid6 || _valid0;
}
if(!valid6){
const err32 = {instancePath:instancePath+"/budget",schemaPath:"#/properties/budget/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
else {
errors = _errs18;
if(vErrors !== null){
if(_errs18){
vErrors.length = _errs18;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err33 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
validate66.errors = vErrors;
return errors === 0;
}

