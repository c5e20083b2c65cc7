open GhostNet.Data
open GhostNet.Inspection
open GhostNet.Interactive
open GhostNet.Metrics
open GhostNet.Models
open GhostNet.Training
let tensor = TorchSharp.torch.ones(2L, 3L);;
let model = new GhostNetV1(GhostNetConfig.Cifar 0.1);;
let data = Shapes.Create(64, 16);;
data.Test;;
let batch = Seq.head ((new BatchLoader(data.Train, 8)).Epoch 0);;
let history = (new Trainer(model, TrainingOptions(Epochs = 1, BatchSize = 32))).Fit(data.Train, data.Test, new LiveCurves());;
let evaluation = Evaluation.Run(model, data.Test);;
let summary = ModelSummary.Of(model, 1L, 3L, 32L, 32L);;
let maps = FeatureMaps.Capture(model, TorchSharp.torch.rand(1L, 3L, 32L, 32L), "blocks.0");;
let pairs = GhostPairs.Find maps;;
let view = tensor.View();;
let plain = [ 1; 2 ];;
show evaluation;;
#quit;;
