using System.Text;
using System.Text.Json.Nodes;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>Checkpoints with a right checksum whose numbers are impossible: each is refused before anything is built.</summary>
public sealed class ForeignCheckpointTests : OneThread
{
    private static readonly Lazy<byte[]> s_good = new(Save);
    private static readonly Lazy<byte[]> s_old = new(() => CheckpointBytes.ToOldFormat(s_good.Value));

    /// <summary>Paths in a checkpoint's tree, a value that cannot be, and words of the refusal; for both formats.</summary>
    public static TheoryData<string, string, string> Wrong => new()
    {
        { "options.epochs", "0", "Epochs is 0" },
        { "options.batchSize", "-1", "BatchSize is -1" },
        { "options.batchSize", "2147483647", "steps per epoch" },
        { "options.learningRate", "\"NaN\"", "LearningRate is NaN" },
        { "options.optimizer.momentum", "null", "JSON" },
        { "options.optimizer", "7", "JSON" },
        { "options.optimizer", "{\"$type\":\"sgd\",\"momentum\":7}", "Momentum is 7" },
        { "options.loss.labelSmoothing", "2", "LabelSmoothing is 2" },
        { "options.device", "\" \"", "Device" },
        { "options.augmentation.padding", "2000000000", "Padding" },
        { "options.augmentation.cutout", "-4", "Cutout" },
        { "options.schedule", "{\"finalFraction\":0}", "JSON" },
        { "options.schedule", "{\"$type\":\"cosine\",\"finalFraction\":7}", "FinalFraction" },
        { "options.warmupEpochs", "-1", "WarmupEpochs" },
        { "data.images", "0", "0 images" },
        { "data.images", "2000000000", "steps per epoch" },
        { "data.channels", "-3", "channels" },
        { "data.channels", "1", "channels" },
        { "data.height", "1000000", "edges" },
        { "data.width", "0", "edges" },
        { "data.classNames", "[]", "0 classes" },
        { "data.classNames", "[\"a\",null]", "null" },
        { "data.classNames", "[\"a\",\"b\",\"c\",\"d\",\"e\"]", "has 4 classes" },
        { "data.mean", "[0.5]", "1 means" },
        { "data.mean", "[0.5,0.5,\"NaN\"]", "not finite" },
        { "data.std", "[]", "0 standard deviations" },
        { "data.std", "[1,0,1]", "not above 0" },
        { "data.std", "[1,-1,1]", "not above 0" },
        { "data.std", "[1,\"Infinity\",1]", "not above 0" },
        { "position.epoch", "-1", "epoch -1" },
        { "position.epoch", "5", "step 4" },
        { "position.step", "-1", "step -1" },
        { "position.step", "100", "step 100" },
        { "position.globalStep", "9223372036854775807", "9223372036854775807" },
        { "position.stepsPerEpoch", "0", "0 steps per epoch" },
        { "position.epochSeconds", "-1", "-1 s" },
        { "position.epochCorrect", "-5", "-5 correct predictions" },
        { "history.epochs", "[null]", "epoch 1" },
        { "history.epochs", "[]", "0 epochs" },
        { "history.epochs.0.epoch", "9", "epoch 1" },
        { "history.epochs.0.seconds", "\"Infinity\"", "epoch 1" },
        { "history.stepLosses", "[null]", "is missing or out of order" },
        { "history.stepLosses", "[{\"step\":-4,\"loss\":1}]", "is missing or out of order" },
        { "history.stepInterval", "0", "JSON" },
        { "network.options.width", "1000000", "fewer than the network has" },
        { "network.options.width", "0", "Width is 0" },
        { "network.options.classes", "2000000000", "fewer than the network has" },
        { "network.options.inputChannels", "2000000000", "takes 2000000000 channels" },
        { "network.options.headChannels", "2000000000", "fewer than the network has" },
        { "network.options.stages", "[]", "Stages is empty" },
        { "network.options.stages", "[[]]", "at least one bottleneck" },
        { "network.options.stages", "[null]", "Stages[0]" },
        { "network.options.stages.0.0.expansion", "2000000000", "fewer than the network has" },
        { "network.options.stages.0.0.out", "2000000000", "fewer than the network has" },
        { "network.options.stages.0.0.kernel", "100001", "fewer than the network has" },
        { "network.options.stages.0.0.squeezeRatio", "1e9", "fewer than the network has" },
        { "network.options.dropout", "null", "dropout" },
        { "network.options.dropout", "7", "Dropout is 7" },
        { "network.options.dropout", "\"NaN\"", "dropout" },
        { "network.options.stemStride", "0", "StemStride is 0" },
        { "network.options.stemStride", "2000000000", "StemStride is 2000000000" },
        { "network.options.gate", "7", "is 7, but must be Clamped or Unclamped" },
        { "options", "{}", "missing required properties" },
        { "network.name", "\"\\ud800\"", "JSON" },
    };

    /// <summary>The same for what only one of the formats has.</summary>
    public static TheoryData<bool, string, string, string> WrongInOne => new()
    {
        { true, "tensors.1.name", "\"model.conv_stem.weight\"", "twice" },
        { true, "tensors.0.shape", "[-1,-432]", "claims" },
        { true, "tensors.0.shape", "[]", "claims" },
        { true, "tensors.0.type", "\"ComplexFloat64\"", "claims" },
        { true, "tensors.0.bytes", "-1", "claims" },
        { true, "tensors.0", "null", "null" },
        { true, "libraryVersion", "null", "JSON" },
        { false, "metadata.library", "null", "header" },
        { false, "metadata.random", "\"?\"", "JSON" },
        { false, "metadata.ghostnet|checkpoint", "\"3\"", "version 3" },
        { false, "metadata.ghostnet|sha256", "\"00\"", "is not a digest" },
        { false, "state", "[]", "JSON" },
        { false, "state.early", "{\"best\":[]}", "JSON" },
        { false, "state.early", "1", "JSON" },
        { false, "tensors.model|conv_stem|weight.shape", "[-1,-432]", "does not take the bytes" },
        { false, "tensors.model|conv_stem|weight.dtype", "\"F33\"", "which is not read here" },
        { false, "tensors.state|epoch|losses.shape", "[0,1]", "losses of 0 steps" },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_file_unchanged_is_good(bool old)
    {
        using var folder = new TemporaryFolder();
        using var model = Checkpoint.LoadModel(Edited(folder, old, _ => { }));
        Assert.Equal(TinyModel.SmallConfig, Assert.IsType<GhostNetV1>(model).Config);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_impossible_number_is_refused(string path, string value, string words)
    {
        foreach (var old in new[] { false, true })
        {
            Refused(old, path, value, words);
        }
    }

    /// <summary>What is no larger than the tensors is found when they are to be loaded.</summary>
    [Theory]
    [InlineData("network.options.stages.0.0.squeezeRatio", "0", "blocks.0.0.se")]
    [InlineData("network.options.stages.0.0.kernel", "5", "blocks.0.0.conv_dw.weight")]
    [InlineData("network.options.headChannels", "12", "conv_head.weight")]
    [InlineData("tensors.0.name", "\"model.other\"", "has other", true)]
    [InlineData("network.name", "\"other_network\"", "There is no network other_network")]
    public void A_network_that_does_not_fit_the_tensors_is_refused_when_it_is_built(string path, string value, string words, bool? only = null)
    {
        foreach (var old in new[] { false, true }.Where(old => only != !old))
        {
            using var folder = new TemporaryFolder();
            var checkpoint = Checkpoint.Read(Edited(folder, old, json => Set(json, old, path, value)));
            Assert.Contains(words, Assert.Throws<CheckpointException>(() => checkpoint.CreateModel()).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(WrongInOne))]
    public void A_number_that_is_impossible_in_one_format_is_refused(bool old, string path, string value, string words) => Refused(old, path, value, words);

    [Theory]
    [InlineData("network.name", "\"\\u001b[2J\\u202e\"")]
    [InlineData("options.device", "\"\\u001b[2J\"")]
    [InlineData("history.\u001b[2J", "1")]
    [InlineData("options.schedule", "{\"$type\":\"\\u001b[2J\"}")]
    [InlineData("data.name", "\"\\u001b[2J\"")]
    [InlineData("metadata.model", "\"\\u001b[2J\"", false)]
    [InlineData("metadata.ghostnet|checkpoint", "\"\\u001b[2J\"", false)]
    [InlineData("metadata.\u001b[2J", "\"\\u001b[2J\"", false)]
    [InlineData("tensors.\u001b[2J", "\"\\u001b[2J\"", false)]
    [InlineData("state.early", "{\"\\u001b[2J\":[]}", false)]
    [InlineData("tensors.1.name", "\"model.\\u001b]0;title\\u0007\"", true)]
    public void Foreign_text_does_not_reach_the_terminal_as_it_is(string path, string value, bool? only = null)
    {
        using var folder = new TemporaryFolder();
        foreach (var (old, isLong) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            if (only == !old)
            {
                continue;
            }

            var text = isLong ? value.Replace("\\u001b", "\\u001b" + new string('x', 87_000), StringComparison.Ordinal) : value;
            var file = Edited(folder, old, json => Set(json, old, path, text));
            string shown;
            try
            {
                var checkpoint = Checkpoint.Read(file);
                shown = $"{checkpoint} {checkpoint.Data}";
                using var model = new GhostNetV1(TinyModel.SmallConfig);
                using var trainer = Trainer.Resume(file, model, cancellationToken: TestContext.Current.CancellationToken);
            }
            catch (CheckpointException exception)
            {
                shown = exception.Message;
            }

            Assert.DoesNotContain(shown, static letter => char.IsControl(letter) && letter != '\n'); // A report has lines.
            Assert.InRange(shown.Length, 1, 1500);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_random_state_that_libtorch_does_not_take_is_refused(bool old)
    {
        using var folder = new TemporaryFolder();
        var bytes = CheckpointBytes.Edit(s_good.Value, json => CheckpointBytes.Set(json, "metadata.random", $"\"{Convert.ToBase64String(Enumerable.Repeat((byte)0xff, 5056).ToArray())}\""));
        var file = Path.Combine(folder.Path, "a.safetensors");
        File.WriteAllBytes(file, old ? CheckpointBytes.ToOldFormat(bytes) : bytes);
        using var model = new GhostNetV1(TinyModel.SmallConfig);
        var exception = Assert.Throws<CheckpointException>(() => Trainer.Resume(file, model, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("random generator", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A short list in JSON is a long one in memory: the JSON is bounded.</summary>
    [Theory]
    [InlineData("data.classNames", "\"\"")]
    [InlineData("data.mean", "1")]
    [InlineData("network.options.stages", "[]")]
    [InlineData("network.classNames", "\"\"", false)]
    [InlineData("history.epochs", "null", false)]
    [InlineData("state.early", "0", false)]
    [InlineData("tensors.model|conv_stem|weight.shape", "1", false)]
    [InlineData("tensors.0.shape", "1", true)]
    public void An_endless_list_takes_little_memory(string path, string item, bool? only = null)
    {
        using var folder = new TemporaryFolder();
        var list = new StringBuilder("[").Insert(1, item + ",", 2_000_000).Append(item).Append(']').ToString();
        foreach (var old in new[] { false, true }.Where(old => only != !old))
        {
            var file = Edited(folder, old, json => Set(json, old, path, list));

            // Of this thread alone: other tests have memory of their own.
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<CheckpointException>(() => Checkpoint.Read(file));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512L << 20);
        }
    }

    private static void Refused(bool old, string path, string value, string words)
    {
        using var folder = new TemporaryFolder();
        var file = Edited(folder, old, json => Set(json, old, path, value));
        Checkpoint.Read(Path.Combine(folder.Path, "good.safetensors")); // What is made once is made.

        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<CheckpointException>(() => Checkpoint.Read(file)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (2 * new FileInfo(file).Length) + (64 << 20));
        Assert.Contains(file, message, StringComparison.Ordinal);

        // The description of the network is checked for itself first, in the new format.
        Assert.True(
            message.Contains(words, StringComparison.Ordinal)
            || (!old && path.StartsWith("network", StringComparison.Ordinal) && message.Contains("description of the network is wrong", StringComparison.Ordinal)),
            message);
    }

    private static byte[] Save()
    {
        using var folder = new TemporaryFolder();
        manual_seed(0);
        using var model = new GhostNetV1(TinyModel.SmallConfig);
        using var trainer = new Trainer(model, new TrainingOptions { Epochs = 1, BatchSize = 16, EmaDecay = 0.9, Augmentation = Augmentation.None });
        trainer.Fit(TinyModel.Data(64), TinyModel.Data(32));
        var file = Path.Combine(folder.Path, "a.safetensors");
        trainer.SaveCheckpoint(file);
        return File.ReadAllBytes(file);
    }

    private static string Edited(TemporaryFolder folder, bool old, Action<JsonObject> edit)
    {
        var good = (old ? s_old : s_good).Value;
        File.WriteAllBytes(Path.Combine(folder.Path, "good.safetensors"), good);
        var file = Path.Combine(folder.Path, "a.safetensors");
        File.WriteAllBytes(file, old ? CheckpointBytes.EditOld(good, edit) : CheckpointBytes.Edit(good, edit));
        return file;
    }

    /// <summary>The old format has the position at the top, and other names for the network.</summary>
    private static void Set(JsonObject json, bool old, string path, string value) => CheckpointBytes.Set(
        json,
        old
            ? path.Replace("position.", "", StringComparison.Ordinal).Replace("network.options", "modelConfig", StringComparison.Ordinal).Replace("network.name", "modelType", StringComparison.Ordinal)
            : path.Replace("network.options", "network.spec.options", StringComparison.Ordinal).Replace("network.name", "network.spec.name", StringComparison.Ordinal),
        value);
}
