using GhostNet.Models;
using GhostNet.Tests.Training;
using GhostNet.Training;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Tests.Weights;

/// <summary>Weights go from model to file to model, whole or not at all.</summary>
public sealed class WeightLoadingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly GhostNetV1 model = new(TinyModel.SmallConfig);
    private readonly GhostNetV1 other = new(TinyModel.SmallConfig);

    public void Dispose()
    {
        model.Dispose();
        other.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("w.safetensors")]
    [InlineData("w.pth")]
    [InlineData("W.PT")]
    [InlineData("W.SAFETENSORS")]
    [InlineData("pytorch_model.bin")]
    [InlineData("w.pth.tar")]
    public void What_is_saved_loads(string name)
    {
        Assert.NotEqual(TinyModel.Bytes(model), TinyModel.Bytes(other));
        model.SaveWeights(folder.File(name));
        var report = other.LoadWeights(folder.File(name));
        Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(other));
        Assert.True(report.IsComplete);
        Assert.Equal(model.state_dict().Count, report.Matched);
        Assert.Equal($"{folder.File(name)}: {report.Matched} of {report.Matched} weights fit ghostnet_cifar.", report.ToString());
        Assert.Equal([name], folder.Content());
    }

    [Fact]
    public void Nothing_is_changed_when_something_does_not_fit()
    {
        var before = TinyModel.Bytes(other);
        var path = Save(state =>
        {
            state["clasifier.bias"] = state["classifier.bias"];
            state["conv_stem.weight"] = state["conv_stem.weight"][..2];
            state["bn1.bias"] = state["bn1.bias"].to(ScalarType.Int32);
            state["blocks.7.weight"] = ones(3);
            state.Remove("classifier.bias");
        });
        var wrong = Assert.Throws<WeightMismatchException>(() => other.LoadWeights(path));
        Assert.Equal(before, TinyModel.Bytes(other));
        var count = other.state_dict().Count;
        Assert.Equal(
            $"""
            {path}: {count - 3} of {count} weights fit ghostnet_cifar:
              missing: classifier.bias, Float32 [4]; the file has clasifier.bias
              mismatched: conv_stem.weight is Float32 [2, 3, 3, 3] in the file, Float32 [4, 3, 3, 3] in the model
              mismatched: bn1.bias is Int32 [4] in the file, Float32 [4] in the model
              unexpected: clasifier.bias, Float32 [4]
              unexpected: blocks.7.weight, Float32 [3]
            The model was not changed.
            """,
            wrong.Message);
        Assert.Equal(["classifier.bias"], wrong.Result.MissingKeys);
        Assert.Equal(["clasifier.bias", "blocks.7.weight"], wrong.Result.UnexpectedKeys);
        var mismatch = wrong.Result.Mismatched[1];
        Assert.Equal(("bn1.bias", "Float32 [4]", "Int32 [4]"), (mismatch.Name, mismatch.InModel, mismatch.InFile));
    }

    [Fact]
    public void Without_strictness_what_fits_is_loaded()
    {
        var path = Save(state => state.Remove("classifier.bias"));
        var bias = other.state_dict()["classifier.bias"].data<float>().ToArray();
        var report = other.LoadWeights(path, strict: false);
        Assert.False(report.IsComplete);
        Assert.Equal("classifier.bias", Assert.Single(report.MissingKeys));
        Assert.Equal(bias, other.state_dict()["classifier.bias"].data<float>().ToArray());
        Assert.Equal(
            TinyModel.Bytes(model).Where(item => item.Key != "classifier.bias"), TinyModel.Bytes(other).Where(item => item.Key != "classifier.bias"));
    }

    [Fact]
    public void A_file_of_another_model_is_refused_briefly()
    {
        var path = folder.File("other.pth");
        using var names = ones(1);
        PyTorchCheckpoint.Write(path, Enumerable.Range(0, 100).Select(i => KeyValuePair.Create($"layer{i}", names)));
        foreach (var strict in new[] { true, false })
        {
            var wrong = Assert.Throws<WeightMismatchException>(() => other.LoadWeights(path, strict));
            Assert.Equal((100, wrong.Result.Expected), (wrong.Result.UnexpectedKeys.Count, wrong.Result.MissingKeys.Count));
            Assert.Contains("unexpected: 90 more", wrong.Message, StringComparison.Ordinal);
            Assert.InRange(wrong.Message.Split('\n').Length, 20, 30);
        }
    }

    [Fact]
    public void The_classifier_may_be_for_other_classes()
    {
        model.SaveWeights(folder.File("four.pth"));
        using var seven = new GhostNetV1(TinyModel.SmallConfig with { Classes = 7 });
        var wrong = Assert.Throws<WeightMismatchException>(() => seven.LoadWeights(folder.File("four.pth")));
        Assert.Contains("skipClassifier: true", wrong.Message, StringComparison.Ordinal);

        var fresh = TinyModel.Bytes(seven);
        Assert.True(seven.LoadWeights(folder.File("four.pth"), skipClassifier: true).IsComplete);
        var after = TinyModel.Bytes(seven);
        foreach (var (name, bytes) in TinyModel.Bytes(model))
        {
            Assert.Equal(name.StartsWith("classifier.", StringComparison.Ordinal) ? fresh[name] : bytes, after[name]);
        }
    }

    [Theory]
    [InlineData("module.")]
    [InlineData("module._orig_mod.")]
    [InlineData("model.")]
    public void What_wrappers_put_before_the_names_is_taken_away(string wrapper)
    {
        var path = Save(state =>
        {
            foreach (var (name, tensor) in state.ToList())
            {
                state.Remove(name);
                state[wrapper + name] = tensor;
            }
        });
        Assert.True(other.LoadWeights(path).IsComplete);
        Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(other));
    }

    [Fact]
    public void Counters_may_be_missing_or_too_many()
    {
        var path = Save(state =>
        {
            foreach (var name in state.Keys.Where(name => name.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToList())
            {
                state.Remove(name);
            }

            state["total_ops"] = zeros(1, ScalarType.Float64);
            state["blocks.0.total_params"] = zeros(1, ScalarType.Float64);
        });
        Assert.True(other.LoadWeights(path).IsComplete);
        Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(other));
    }

    /// <summary>TorchSharp before 0.96 and PyTorch 0.3 write a list of one number.</summary>
    [Theory]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Float32)]
    public void Counters_may_be_lists_of_one_number(ScalarType type)
    {
        var path = Save(state =>
        {
            foreach (var name in state.Keys.Where(name => name.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToList())
            {
                state[name] = full(1, 7, type);
            }
        });
        Assert.True(other.LoadWeights(path).IsComplete);
        Assert.All(
            other.state_dict().Where(item => item.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)),
            item => Assert.Equal(7, item.Value.item<long>()));
    }

    [Theory]
    [InlineData(ScalarType.Float16, 1e-3)]
    [InlineData(ScalarType.BFloat16, 1e-2)]
    [InlineData(ScalarType.Float64, 0)]
    public void Other_precisions_are_converted(ScalarType type, double tolerance)
    {
        var path = Save(state =>
        {
            foreach (var (name, tensor) in state.Where(item => item.Value.dtype == ScalarType.Float32).ToList())
            {
                state[name] = tensor.to(type);
            }
        });
        other.LoadWeights(path);
        foreach (var (name, tensor) in other.state_dict())
        {
            using var difference = (tensor - model.state_dict()[name]).abs().max().to(ScalarType.Float64);
            Assert.InRange(difference.item<double>(), 0, tolerance);
        }

        Assert.Equal(ScalarType.Float32, other.state_dict()["conv_stem.weight"].dtype);
    }

    [Fact]
    public void Another_file_extension_is_refused_with_what_to_do()
    {
        Check("w.txt", "none of the extensions of weights");
        Assert.Contains("none of the extensions", Assert.Throws<ArgumentException>(() => model.SaveWeights(folder.File("w.ckpt"))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Checkpoint.Read(path).LoadWeights(model)",
            Assert.Throws<WeightFileException>(() => model.LoadWeights(Sample.File("training-0.1.0.ckpt"))).Message,
            StringComparison.Ordinal);

        void Check(string name, string problem)
        {
            Assert.Contains(problem, Assert.Throws<ArgumentException>(() => model.SaveWeights(folder.File(name))).Message, StringComparison.Ordinal);
            Assert.Contains(problem, Assert.Throws<ArgumentException>(() => model.LoadWeights(folder.File(name))).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A checkpoint is loaded like any other file of weights; the model holds the averaged ones after training.</summary>
    [Fact]
    public void The_weights_of_a_checkpoint_are_loaded_by_the_same_call()
    {
        var path = folder.File("checkpoint.safetensors");
        using var trainer = new Trainer(model, new TrainingOptions { Epochs = 1, BatchSize = 16, EmaDecay = 0.9 });
        trainer.Fit(TinyModel.Data(32), null);
        trainer.SaveCheckpoint(path);

        var result = other.LoadWeights(path);
        Assert.True(result.IsComplete);
        Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(other));
        using var state = StateDict.Read(path);
        Assert.Equal(model.state_dict().Keys.Order(), state.Names.Order());
        Assert.Equal(["c0", "c1", "c2", "c3"], state.Description!.ClassNames);
        using var described = state.CreateModel();
        Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(described));

        var bytes = File.ReadAllBytes(path);
        bytes[^9] ^= 1;
        Assert.Contains("checksum", Assert.Throws<WeightFileException>(() => other.LoadWeights(folder.Write("damaged.safetensors", bytes))).Message, StringComparison.Ordinal);
    }

    /// <summary>Saves the weights of <see cref="model"/> after a change to them.</summary>
    private string Save(Action<Dictionary<string, Tensor>> change)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var state = model.state_dict();
        change(state);
        var path = folder.File("changed.safetensors");
        Safetensors.Write(path, state);
        return path;
    }
}
