using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Tests.Training;
using GhostNet.Weights;

namespace GhostNet.Tests.Weights;

/// <summary>Files of weights say what network they are of, and no other takes them without a word.</summary>
public sealed class NetworkDescriptionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly GhostNetV1 model = new(TinyModel.SmallConfig);

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("w.safetensors")]
    [InlineData("w.pth")]
    public void EverythingOfItComesBack(string name)
    {
        var written = NetworkDescription.Of(model, ["a", "b", "ç\u2028", "d"], [0.1f, 0.2f, 0.3f], [0.4f, 0.5f, 0.6f], 24, 40, "pictures");
        model.SaveWeights(folder.File(name), written);
        using var state = StateDict.Read(folder.File(name));
        var read = state.Description!;
        Assert.Equal("GhostNetV1", read.Model);
        Assert.Equal(model.Config, read.Config);
        Assert.Equal(written.ClassNames, read.ClassNames);
        Assert.Equal(written.Mean, read.Mean);
        Assert.Equal(written.Std, read.Std);
        Assert.Equal((24, 40, "pictures"), (read.Height, read.Width, read.Dataset));

        using var same = (GhostNetV1)state.CreateModel();
        Assert.Equal(model.Config, same.Config);
        Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(same));
    }

    [Theory]
    [InlineData("w.safetensors")]
    [InlineData("w.pth")]
    public void ANetworkOfTheSameShapesIsRefused(string name)
    {
        model.SaveWeights(folder.File(name));
        foreach (var (config, setting) in new[]
        {
            (model.Config with { StemStride = 2 }, "different setting: StemStride is 1 in the file, 2 in the model"),
            (model.Config with { Gate = GateStyle.Unclamped }, "different setting: Gate is Clamped in the file, Unclamped in the model"),
        })
        {
            using var other = new GhostNetV1(config);
            var before = TinyModel.Bytes(other);
            var wrong = Assert.Throws<WeightMismatchException>(() => other.LoadWeights(folder.File(name)));
            Assert.Contains(setting, wrong.Message, StringComparison.Ordinal);
            Assert.Equal(before, TinyModel.Bytes(other));

            // Whoever wants it all the same is told.
            Assert.Single(other.LoadWeights(folder.File(name), strict: false).Settings);
            Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(other));
        }
    }

    [Fact]
    public void DropoutAndFirstWeightsDoNotMatterAndNorDoFilesThatSayNothing()
    {
        model.SaveWeights(folder.File("w.pth"));
        using var other = new GhostNetV1(model.Config with { Dropout = 0.7, Initialization = WeightInitialization.Tutorial });
        Assert.True(other.LoadWeights(folder.File("w.pth")).IsComplete);

        Safetensors.Write(folder.File("plain.safetensors"), model.state_dict());
        using var strided = new GhostNetV1(model.Config with { StemStride = 2 });
        Assert.True(strided.LoadWeights(folder.File("plain.safetensors")).IsComplete);
        using var state = StateDict.Read(folder.File("plain.safetensors"));
        Assert.Null(state.Description);
        Assert.Contains("does not describe its network", Assert.Throws<WeightFileException>(() => state.CreateModel()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheContentDecidesWhatAFileIsRead()
    {
        model.SaveWeights(folder.File("w.pth"));
        model.SaveWeights(folder.File("w.safetensors"));
        File.Move(folder.File("w.pth"), folder.File("really.safetensors"));
        File.Move(folder.File("w.safetensors"), folder.File("really.pth"));
        using var other = new GhostNetV1(TinyModel.SmallConfig);
        Assert.True(other.LoadWeights(folder.File("really.safetensors")).IsComplete);
        Assert.True(other.LoadWeights(folder.File("really.pth")).IsComplete);
    }

    /// <summary>A file of a few kilobytes that describes a network of gigabytes.</summary>
    [Fact]
    public void NothingIsBuiltThatIsOnlyClaimed()
    {
        foreach (var config in new[]
        {
            model.Config with { HeadChannels = 2_000_000_000 },
            model.Config with { Classes = 2_000_000_000 },
            model.Config with { InputChannels = 2_000_000_000 },
            model.Config with { Width = 1e7 },
            model.Config with { Width = double.MaxValue },
            model.Config with { Stages = [new Stage(new Bottleneck(3, 48, 1_000_000_000, 0, 1), new Bottleneck(3, 48, 24, 0, 1))] },
            model.Config with { Stages = [new Stage(new Bottleneck(30_001, 48, 24, 0, 2))] },
            model.Config with { Stages = [new Stage(new Bottleneck(3, 48, 24, 1e8, 2))] },
            model.Config with { Stages = [.. Enumerable.Repeat(model.Config.Stages[0], 1000)] },
        })
        {
            Safetensors.Write(folder.File("w.safetensors"), model.state_dict(), NetworkDescription.Of(model) with { Config = config });
            using var state = StateDict.Read(folder.File("w.safetensors"));
            Assert.Contains("fewer than the network", Assert.Throws<WeightFileException>(() => state.CreateModel()).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("{", "its description of the network is wrong")]
    [InlineData("null", "its description of the network is wrong")]
    [InlineData("""{"mean":[0.5]}""", "mean and std need one number per channel")]
    [InlineData("""{"mean":[0.5],"std":[0]}""", "each std must be above 0")]
    [InlineData("""{"mean":[1e999],"std":[1]}""", "mean and std")]
    [InlineData("""{"height":100000}""", "must be from 0 to 4096")]
    [InlineData("""{"config":{"classes":3}}""", "its description of the network is wrong")]
    [InlineData("""{"config":{CONFIG,"stages":[]}}""", "at least one stage")]
    [InlineData("""{"config":{CONFIG,"stages":[[]]}}""", "stage needs at least one bottleneck")]
    [InlineData("""{"config":{CONFIG,"stages":[null]}}""", "its description of the network is wrong")]
    [InlineData("""{"config":{CONFIG,"stages":[[null]]}}""", "its description of the network is wrong")]
    [InlineData("""{"config":{CONFIG,"stages":[[ROW]]},"classNames":["a"]}""", "one name per class")]
    [InlineData("""{"classNames":[null]}""", "one name per class")]
    [InlineData("""{"classNames":null}""", "its description of the network is wrong")]
    public void ADescriptionThatCannotBeIsRefused(string json, string? problem)
    {
        const string Config = """
            "width":1,"classes":3,"inputChannels":3,"stemStride":1,"headChannels":16,"dropout":0,"squeeze":"Squeeze","gate":"Clamped","rounding":"Nearest","initialization":"FanOut"
            """;
        json = json.Replace("CONFIG", Config.Trim(), StringComparison.Ordinal)
            .Replace("ROW", """{"kernel":3,"expansion":8,"out":8,"squeezeRatio":0,"stride":1}""", StringComparison.Ordinal);
        var header = $$$"""{"__metadata__":{"format":"pt","ghostnet":"{{{System.Text.Json.JsonEncodedText.Encode(json)}}}"}}""";
        var bytes = System.Text.Encoding.UTF8.GetBytes(header);
        var path = folder.Write("w.safetensors", [.. BitConverter.GetBytes((long)bytes.Length), .. bytes]);
        if (problem is null)
        {
            using var state = StateDict.Read(path);
            Assert.NotNull(state.Description);
            return;
        }

        Refusal.Assert(StateDict.Read, path, problem);
    }
}
