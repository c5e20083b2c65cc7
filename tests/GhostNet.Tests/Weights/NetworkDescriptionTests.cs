using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GhostNet.Fuzz;
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
    public void Everything_in_a_description_comes_back(string name)
    {
        var written = NetworkDescription.Of(model, ["a", "b", "ç\u2028", "d"], [0.1f, 0.2f, 0.3f], [0.4f, 0.5f, 0.6f], 24, 40, "pictures");
        model.SaveWeights(folder.File(name), written);
        using var state = StateDict.Read(folder.File(name));
        var read = state.Description!;
        Assert.Equal(model.Spec, read.Spec);
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
    public void A_network_of_the_same_shapes_is_refused(string name)
    {
        model.SaveWeights(folder.File(name));
        foreach (var (config, setting) in new[]
        {
            (model.Config with { StemStride = 2 }, "different setting: stemStride is 1 in the file, 2 in the model"),
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
    public void Neither_dropout_nor_a_file_that_says_nothing_matters()
    {
        model.SaveWeights(folder.File("w.pth"));
        using var other = new GhostNetV1(model.Config with { Dropout = 0.7 });
        Assert.True(other.LoadWeights(folder.File("w.pth")).IsComplete);

        Safetensors.Write(folder.File("plain.safetensors"), model.state_dict());
        using var strided = new GhostNetV1(model.Config with { StemStride = 2 });
        Assert.True(strided.LoadWeights(folder.File("plain.safetensors")).IsComplete);
        using var state = StateDict.Read(folder.File("plain.safetensors"));
        Assert.Null(state.Description);
        Assert.Contains("does not describe its network", Assert.Throws<WeightFileException>(() => state.CreateModel()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_content_decides_as_what_a_file_is_read()
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
    public void Nothing_is_built_that_is_only_claimed()
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
            var claim = GhostNetSpec.Of("GhostNetV1", config);
            Safetensors.Write(folder.File("w.safetensors"), model.state_dict(), new NetworkDescription { Spec = claim });
            using var state = StateDict.Read(folder.File("w.safetensors"));
            Assert.Contains("fewer than the network", Assert.Throws<WeightFileException>(() => state.CreateModel()).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>0.1.0 wrote the name of the class and every option; the shortest way to say so is expected to stay readable.</summary>
    [Fact]
    public void A_description_of_the_first_version_is_read()
    {
        var config = JsonSerializer.Serialize(model.Config, GhostNetJson.Default.GhostNetConfig)
            .Replace("\"flavor\":\"Paper\"", """
                "squeeze":"Squeeze","gate":"Clamped","rounding":"Nearest","initialization":"FanOut"
                """, StringComparison.Ordinal);
        var path = Described($$"""{"model":"GhostNetV1","config":{{config}},"dataset":"pictures","classNames":["a","b","c","d"],"mean":[0,0,0],"std":[1,1,1],"height":8,"width":8}""");
        using var state = StateDict.Read(path);
        Assert.Equal(4, state.Description!.Spec!.Classes);
        Assert.Equal("pictures", state.Description.Dataset);
        using var same = Assert.IsType<GhostNetV1>(state.CreateModel());
        Assert.Equal(model.Config, same.Config);
        Assert.Equal(model.Spec, same.Spec);
        Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(same));
        Assert.True(model.LoadWeights(state).IsComplete);

        using var strided = new GhostNetV1(model.Config with { StemStride = 2 });
        Assert.Contains("stemStride is 1 in the file, 2 in the model", Assert.Throws<WeightMismatchException>(() => strided.LoadWeights(state)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("{", "its description of the network is wrong")]
    [InlineData("null", "its description of the network is wrong")]
    [InlineData("""{"mean":[0.5]}""", "mean and std need one number per channel")]
    [InlineData("""{"mean":[0.5],"std":[0]}""", "each std must be above 0")]
    [InlineData("""{"mean":[1e999],"std":[1]}""", "mean and std")]
    [InlineData("""{"height":100000}""", "must be from 0 to 4096")]
    [InlineData("""{"spec":{"name":"vgg16"}}""", null)]
    [InlineData("""{"spec":{"options":{}}}""", "a network has a name")]
    [InlineData("""{"spec":7}""", "a network has a name")]
    [InlineData("""{"spec":{"name":"vgg16","options":[]}}""", "the options of a network are an object")]
    [InlineData("""{"spec":{"name":"vgg16","options":{"classes":1,"classes":2}}}""", "twice")]
    [InlineData("""{"spec":{"name":"vgg16","options":{"classes":2}},"classNames":["a"]}""", "one name per class")]
    [InlineData("""{"spec":{"name":"vgg16","options":{"classes":"2"}},"classNames":["a"]}""", "classes must be a whole number")]
    [InlineData("""{"spec":{"name":"vgg16","options":{"inputChannels":1}},"mean":[0,0,0],"std":[1,1,1]}""", "one number per channel")]
    [InlineData("""{"model":"GhostNetV1","config":{"classes":3},"classNames":["a"]}""", "one name per class")]
    [InlineData("""{"classNames":[null]}""", "one name per class")]
    [InlineData("""{"classNames":null}""", "its description of the network is wrong")]
    public void An_impossible_description_is_refused(string json, string? problem)
    {
        var path = Described(json);
        if (problem is null)
        {
            using var state = StateDict.Read(path);
            Assert.NotNull(state.Description);
            return;
        }

        Refusal.Assert(StateDict.Read, path, problem);
    }

    /// <summary>What only the builder of the network can know to be wrong is said when it is built.</summary>
    [Theory]
    [InlineData("""{"spec":{"name":"vgg61"}}""", "There is no network vgg61. The nearest names: vgg16")]
    [InlineData("""{"spec":{"name":"vgg16","options":{"widht":2}}}""", "vgg16 has no option widht")]
    [InlineData("""{"spec":{"name":"ghostnet_100","options":{"widht":2}}}""", "Did you mean width?")]
    [InlineData("""{"spec":{"name":"ghostnet_100","options":{"width":"much"}}}""", "option of ghostnet_100 is wrong")]
    [InlineData("""{"spec":{"name":"ghostnet_100","options":{"classes":1.5}}}""", "option of ghostnet_100 is wrong")]
    [InlineData("""{"spec":{"name":"ghostnet_100","options":{"stages":[]}}}""", "fewer than the network has")]
    [InlineData("""{"spec":{"name":"ghostnet_100","options":{"stages":[[]]}}}""", "at least one bottleneck")]
    [InlineData("""{"spec":{"name":"ghostnet_100","options":{"stages":[[null]]}}}""", "no bottleneck may be null")]
    [InlineData("""{"spec":{"name":"ghostnet_100","options":{"stages":[null]}}}""", "fewer than the network has")]
    [InlineData("""{"spec":{"name":"ghostnet_100","options":{"stages":null}}}""", "option of ghostnet_100 is wrong")]
    [InlineData("""{"spec":{"name":"ghost_vgg16","options":{"ratio":0.5}}}""", "ratio of ghost_vgg16 is 0.5, but must be a whole number")]
    [InlineData("""{"model":"GhostNetV1","config":{"classes":3}}""", "missing required properties")]
    [InlineData("""{"model":"GhostNetV7","config":{"classes":3}}""", "There is no network GhostNetV7")]
    public void A_network_that_cannot_be_built_is_refused_before_it_is_built(string json, string problem)
    {
        using var state = StateDict.Read(Described(json));
        Assert.Contains(problem, Assert.Throws<WeightFileException>(() => state.CreateModel()).Message, StringComparison.Ordinal);
    }

    /// <summary>A file with the weights of the model and a description of one's own.</summary>
    private string Described(string json)
    {
        Safetensors.Write(folder.File("good.safetensors"), model.state_dict(), new NetworkDescription { Dataset = "REPLACED" });
        var good = File.ReadAllBytes(folder.File("good.safetensors"));
        var header = JsonNode.Parse(SafetensorsBytes.Header(good))!.AsObject();
        header["__metadata__"]!["ghostnet"] = json;
        var bytes = Encoding.UTF8.GetBytes(header.ToJsonString());
        Array.Resize(ref bytes, (bytes.Length + 7) / 8 * 8);
        bytes.AsSpan(bytes.AsSpan().LastIndexOf((byte)'}') + 1).Fill((byte)' ');
        return folder.Write("w.safetensors", SafetensorsBytes.File(bytes, SafetensorsBytes.Data(good)));
    }
}
