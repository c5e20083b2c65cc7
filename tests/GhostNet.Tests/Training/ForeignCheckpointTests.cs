using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>Checkpoints with a right checksum whose numbers are impossible: each is refused before anything is built.</summary>
public sealed class ForeignCheckpointTests : OneThread
{
    private static readonly Lazy<byte[]> s_good = new(Save);

    /// <summary>What 0.1.0 wrote with: reflection, and these options.</summary>
    private static readonly JsonSerializerOptions s_old = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(), new StageJson() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

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
        { "epoch", "-1", "epoch -1" },
        { "epoch", "5", "step 4" },
        { "step", "-1", "step -1" },
        { "step", "100", "step 100" },
        { "globalStep", "9223372036854775807", "9223372036854775807" },
        { "stepsPerEpoch", "0", "0 steps per epoch" },
        { "epochSeconds", "-1", "-1 s" },
        { "epochCorrect", "-5", "-5 correct predictions" },
        { "history.epochs", "[null]", "epoch 1" },
        { "history.epochs", "[]", "0 epochs" },
        { "history.epochs.0.epoch", "9", "epoch 1" },
        { "history.epochs.0.seconds", "\"Infinity\"", "epoch 1" },
        { "history.stepLosses", "[null]", "is missing or out of order" },
        { "history.stepLosses", "[{\"step\":-4,\"loss\":1}]", "is missing or out of order" },
        { "history.stepInterval", "0", "JSON" },
        { "modelConfig.width", "1000000", "differ at conv_stem.weight" },
        { "modelConfig.width", "0", "differ at" },
        { "modelConfig.classes", "2000000000", "differ at classifier.weight" },
        { "modelConfig.inputChannels", "2000000000", "takes 2000000000 channels" },
        { "modelConfig.headChannels", "2000000000", "differ at conv_head.weight" },
        { "modelConfig.stages", "[]", "empty" },
        { "modelConfig.stages", "[[]]", "JSON" },
        { "modelConfig.stages", "[null]", "empty" },
        { "modelConfig.stages.0.0.expansion", "2000000000", "differ at blocks.0.0.ghost1" },
        { "modelConfig.stages.0.0.out", "2000000000", "differ at blocks.0.0.ghost2" },
        { "modelConfig.stages.0.0.kernel", "100001", "differ at blocks.0.0.conv_dw.weight" },
        { "modelConfig.stages.0.0.squeezeRatio", "1e9", "blocks.0.0.se" },
        { "modelConfig.stages.0.0.squeezeRatio", "0", "blocks.0.0.se" },
        { "modelConfig.dropout", "null", "JSON" },
        { "modelConfig.dropout", "7", "Dropout is 7" },
        { "modelConfig.dropout", "\"NaN\"", "Dropout is NaN" },
        { "modelConfig.stemStride", "0", "StemStride is 0" },
        { "modelConfig.stemStride", "2000000000", "StemStride is 2000000000" },
        { "modelConfig.gate", "7", "Gate is 7" },
        { "tensors.0.name", "\"model.other\"", "differ at conv_stem.weight" },
        { "tensors.1.name", "\"model.conv_stem.weight\"", "twice" },
        { "tensors.0.shape", "[-1,-432]", "claims" },
        { "tensors.0.shape", "[]", "claims" },
        { "tensors.0.type", "\"ComplexFloat64\"", "claims" },
        { "tensors.0.bytes", "-1", "claims" },
        { "tensors.0", "null", "null" },
        { "libraryVersion", "null", "JSON" },
        { "options", "{}", "missing required properties" },
        { "modelType", "\"\\ud800\"", "JSON" },
    };

    [Fact]
    public void TheSameFileUnchangedIsGood()
    {
        using var folder = new TemporaryFolder();
        using var model = Checkpoint.LoadModel(Edited(folder, _ => { }));
        Assert.Equal(TinyModel.SmallConfig, model.Config);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void ANumberThatCannotBeIsRefused(string path, string value, string words)
    {
        using var folder = new TemporaryFolder();
        var file = Edited(folder, json => Set(json, path.Split('.'), value));
        Checkpoint.Find(Path.Combine(folder.Path, "good.ckpt")); // What is made once is made.

        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<CheckpointException>(() => Checkpoint.Read(file)).Message;
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (2 * new FileInfo(file).Length) + (64 << 20));
    }

    [Theory]
    [InlineData("modelType", "\"\\u001b[2J\\u202e\"")]
    [InlineData("options.device", "\"\\u001b[2J\"")]
    [InlineData("tensors.1.name", "\"model.\\u001b]0;title\\u0007\"")]
    [InlineData("history.\u001b[2J", "1")]
    [InlineData("options.schedule", "{\"$type\":\"\\u001b[2J\"}")]
    [InlineData("data.name", "\"\\u001b[2J\"")]
    public void ForeignTextDoesNotReachTheTerminalAsItIs(string path, string value)
    {
        using var folder = new TemporaryFolder();
        foreach (var long_ in new[] { false, true })
        {
            var file = Edited(folder, json => Set(json, path.Split('.'), long_ ? value.Replace("\\u001b", "\\u001b" + new string('x', 87_000), StringComparison.Ordinal) : value));
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

            Assert.DoesNotContain(shown, char.IsControl);
            Assert.InRange(shown.Length, 1, 1500);
        }
    }

    [Fact]
    public void ARandomStateThatTorchDoesNotTakeIsRefused()
    {
        using var folder = new TemporaryFolder();
        var bytes = s_good.Value.ToArray();
        var losses = 0; // Step 0: none follow the state, which ends where the checksum begins.
        bytes.AsSpan(bytes.Length - 32 - losses - 5056, 5056).Fill(0xff);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32)).CopyTo(bytes, bytes.Length - 32);
        var file = Path.Combine(folder.Path, "a.ckpt");
        File.WriteAllBytes(file, bytes);
        using var model = new GhostNetV1(TinyModel.SmallConfig);
        var exception = Assert.Throws<CheckpointException>(() => Trainer.Resume(file, model, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("random generator", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A short list in JSON is a long one in memory: the JSON is bounded.</summary>
    [Theory]
    [InlineData("data.classNames", "\"\"")]
    [InlineData("data.mean", "1")]
    [InlineData("modelConfig.stages", "[]")]
    [InlineData("tensors.0.shape", "1")]
    public void AListWithoutEndTakesLittleMemory(string path, string item)
    {
        using var folder = new TemporaryFolder();
        var list = new StringBuilder("[").Insert(1, item + ",", 2_000_000).Append(item).Append(']').ToString();
        var file = Edited(folder, json => Set(json, path.Split('.'), list));
        Assert.Throws<CheckpointException>(() => Checkpoint.Read(file));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, 512L << 20);
    }

    [Fact]
    public void TheJsonIsThatOfVersion010()
    {
        var json = Header(s_good.Value);
        var header = JsonSerializer.Deserialize(json, TrainingJson.Header)!;
        Assert.Equal(JsonSerializer.Serialize(header, s_old), JsonSerializer.Serialize(header, TrainingJson.Header));
        Assert.Equal(json, JsonSerializer.Serialize(header, TrainingJson.Header));
    }

    private static byte[] Save()
    {
        using var folder = new TemporaryFolder();
        manual_seed(0);
        using var model = new GhostNetV1(TinyModel.SmallConfig);
        using var trainer = new Trainer(model, new TrainingOptions { Epochs = 1, BatchSize = 16, EmaDecay = 0.9, Augmentation = Augmentation.None });
        trainer.Fit(TinyModel.Data(64), TinyModel.Data(32));
        var file = Path.Combine(folder.Path, "a.ckpt");
        trainer.SaveCheckpoint(file);
        return File.ReadAllBytes(file);
    }

    private static string Header(byte[] file) => Encoding.UTF8.GetString(file, 32, (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(16)));

    private static string Edited(TemporaryFolder folder, Action<JsonObject> edit)
    {
        var good = s_good.Value;
        File.WriteAllBytes(Path.Combine(folder.Path, "good.ckpt"), good);
        var header = Header(good);
        var json = JsonNode.Parse(header)!.AsObject();
        edit(json);
        var edited = Encoding.UTF8.GetBytes(json.ToJsonString().Replace("\\\\ud800", "\\ud800", StringComparison.Ordinal));
        byte[] bytes = [.. good[..32], .. edited, .. good[(32 + Encoding.UTF8.GetByteCount(header))..]];
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), edited.Length);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32)).CopyTo(bytes, bytes.Length - 32);
        var file = Path.Combine(folder.Path, "a.ckpt");
        File.WriteAllBytes(file, bytes);
        return file;
    }

    private static void Set(JsonNode json, string[] path, string value)
    {
        foreach (var name in path[..^1])
        {
            json = json is JsonArray array ? array[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : json[name]!;
        }

        var node = value.Contains("ud800", StringComparison.Ordinal) ? JsonValue.Create("\\ud800") : JsonNode.Parse(value);
        if (json is JsonArray items)
        {
            items[int.Parse(path[^1], System.Globalization.CultureInfo.InvariantCulture)] = node;
        }
        else
        {
            json[path[^1]] = node;
        }
    }
}
