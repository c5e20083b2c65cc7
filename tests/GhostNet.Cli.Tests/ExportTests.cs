using System.Text.Json;
using GhostNet.Programs;

namespace GhostNet.Cli.Tests;

/// <summary>Models leave by <c>export</c>, and weights come in by <c>predict --weights</c>.</summary>
public sealed class ExportTests(TrainedRun run)
{
    [Theory]
    [InlineData("onnx", "model.onnx")]
    [InlineData("safetensors", "model.safetensors")]
    [InlineData("pth", "model.pth")]
    [InlineData("onnx", "NET.ONNX")]
    [InlineData("safetensors", "NET.SafeTensors")]
    [InlineData("pth", "NET.PTH")]
    public void Writes_each_format_by_the_ending_of_the_file(string format, string file)
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(folder.Path, "export", run.Folder, "--out", file, "--json");
        Assert.True(result.Code == 0, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(format, json.RootElement.GetProperty("format").GetString());
        Assert.Equal(new FileInfo(folder.File(file)).Length, json.RootElement.GetProperty("bytes").GetInt64());
        Assert.Equal(run.Best, json.RootElement.GetProperty("checkpoint").GetString());
        Assert.Single(folder.Listing());
    }

    [Fact]
    public void Half_precision_is_half_as_large_and_predicts_the_same_classes()
    {
        using var folder = new TemporaryFolder();
        Pictures.WritePng(folder.File("picture.png"), 70, 50);
        Assert.Equal(0, Tool.Run(folder.Path, "export", run.Best, "--out", "whole.safetensors").Code);
        Assert.Equal(0, Tool.Run(folder.Path, "export", run.Best, "--half", "--out", "half.safetensors").Code);
        Assert.InRange(new FileInfo(folder.File("half.safetensors")).Length, 1, 0.8 * new FileInfo(folder.File("whole.safetensors")).Length);
        Assert.Equal(
            Guesses(Tool.Run(folder.Path, "predict", "picture.png", "--weights", "whole.safetensors", "--json"))[0].Item1,
            Guesses(Tool.Run(folder.Path, "predict", "picture.png", "--weights", "half.safetensors", "--json"))[0].Item1);
        var refused = Tool.Run(folder.Path, "export", run.Best, "--half", "--out", "half.pth");
        Assert.Equal(2, refused.Code);
        Assert.Contains("--half is for safetensors", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_ship_predict_and_are_exported_by_their_name()
    {
        using var folder = new TemporaryFolder();
        Pictures.WritePng(folder.File("picture.png"), 70, 50);
        var named = Guesses(Tool.Run(folder.Path, "predict", "picture.png", "--weights", "ghostnet_cifar_050", "--json"));
        Assert.Equal(5, named.Count);
        Assert.Equal(0, Tool.Run(folder.Path, "export", "--weights", "ghostnet_cifar_050", "--out", "small.safetensors").Code);
        Assert.Equal(named, Guesses(Tool.Run(folder.Path, "predict", "picture.png", "--weights", "small.safetensors", "--json")));
        Assert.Contains("part of the library", Tool.Run(folder.Path, "models").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Folding_is_an_option_and_the_classes_are_in_the_file()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Tool.Run(folder.Path, "export", run.Best, "--out", "folded.onnx").Code);
        var result = Tool.Run(folder.Path, "export", run.Best, "--format", "onnx", "--out", "whole.bin", "--no-fold");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("logits [batch, 10]", result.Output, StringComparison.Ordinal);
        var (folded, whole) = (File.ReadAllText(folder.File("folded.onnx")), File.ReadAllText(folder.File("whole.bin")));
        Assert.DoesNotContain("BatchNormalization", folded, StringComparison.Ordinal);
        Assert.Contains("BatchNormalization", whole, StringComparison.Ordinal);
        Assert.Contains("class_names", folded, StringComparison.Ordinal);
    }

    /// <summary>Calibrated on the training's own images, and compared on its test images.</summary>
    [Fact]
    public void Int8_is_measured_beside_float()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(folder.Path, "export", run.Folder, "--int8", "--out", "int8.onnx", "--json");
        Assert.True(result.Code == 0, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        var forms = json.RootElement.GetProperty("forms").EnumerateArray().ToList();
        Assert.Equal(["ONNX, float32", "ONNX, int8"], forms.Select(form => form.GetProperty("name").GetString()));
        Assert.All(forms, form => Assert.InRange(form.GetProperty("accuracy").GetDouble(), 0, 1));
        Assert.All(forms, form => Assert.True(form.GetProperty("imagesPerSecond").GetDouble() > 0 && form.GetProperty("imagesPerSecondOfAll").GetDouble() > 0));
        Assert.Equal(new FileInfo(folder.File("int8.onnx")).Length, forms[1].GetProperty("bytes").GetInt64());
        Assert.True(forms[1].GetProperty("bytes").GetInt64() < forms[0].GetProperty("bytes").GetInt64());
        Assert.Contains("QuantizeLinear", File.ReadAllText(folder.File("int8.onnx")), StringComparison.Ordinal);
        Assert.Single(folder.Listing());
    }

    /// <summary>On a folder of pictures, and with all from pictures to probabilities in the file.</summary>
    [Fact]
    public void Int8_is_calibrated_on_a_folder_of_pictures()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("photos/more"));
        Pictures.WritePng(folder.File("photos/a.png"), 70, 50);
        Pictures.WritePng(folder.File("photos/more/b.png"), 40, 90);
        var result = Tool.Run(folder.Path, "export", run.Best, "--int8", "--calibrate", "photos", "--with-preprocessing", "--out", "int8.onnx");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("Input: pictures [batch, 32, 32, 3]", result.Output, StringComparison.Ordinal);
        Assert.Contains("ONNX, int8", result.Output, StringComparison.Ordinal);
        Assert.Contains("probabilities", File.ReadAllText(folder.File("int8.onnx")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("model.pth")]
    public void Weights_predict_what_their_checkpoint_predicts(string file)
    {
        using var folder = new TemporaryFolder();
        Pictures.WritePng(folder.File("picture.png"), 70, 50);
        Assert.Equal(0, Tool.Run(folder.Path, "export", run.Best, "--out", file).Code);
        var expected = Guesses(Tool.Run(folder.Path, "predict", "picture.png", "--checkpoint", run.Best, "--json"));
        var actual = Guesses(Tool.Run(
            folder.Path, "predict", "picture.png", "--weights", file, "--width", "0.1", "--stem-stride", "2", "--dataset", "shapes", "--json"));
        Assert.Equal(expected, actual);

        // The file itself says what network it is of, what its classes are called and how its images were normalised.
        Assert.Equal(expected, Guesses(Tool.Run(folder.Path, "predict", "picture.png", "--weights", file, "--json")));
    }

    [Fact]
    public void Names_of_classes_come_from_a_file()
    {
        using var folder = new TemporaryFolder();
        Pictures.WritePng(folder.File("picture.png"), 70, 50);
        Assert.Equal(0, Tool.Run(folder.Path, "export", run.Best, "--out", "model.safetensors").Code);
        File.WriteAllLines(folder.File("names.txt"), Enumerable.Range(0, 10).Select(label => $"thing number {label}"));
        string[] command =
            ["predict", "picture.png", "--weights", "model.safetensors", "--width", "0.1", "--stem-stride", "2", "--names", "names.txt"];
        var result = Tool.Run(folder.Path, command);
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("thing number ", result.Output, StringComparison.Ordinal);

        File.WriteAllLines(folder.File("names.txt"), ["too", "few"]);
        result = Tool.Run(folder.Path, command);
        Assert.Equal(2, result.Code);
        Assert.Contains("names 2 classes", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_network_are_refused_with_the_options_to_try()
    {
        using var folder = new TemporaryFolder();
        Pictures.WritePng(folder.File("picture.png"), 70, 50);
        Assert.Equal(0, Tool.Run(folder.Path, "export", run.Best, "--out", "model.safetensors").Code);
        foreach (var (options, code, names) in new[]
        {
            ("--width 0.5 --stem-stride 2", 1, "leave out --width and --stem-stride"),
            ("--width 0.1 --stem-stride 1", 1, "--stem-stride is 2 in the file, 1 in the model"),
            ("--dataset fashion-mnist", 2, "leave out --dataset"),
        })
        {
            var result = Tool.Run(folder.Path, ["predict", "picture.png", "--weights", "model.safetensors", .. options.Split(' ')]);
            Assert.True(result.Code == code, result.ToString());
            Assert.Contains(names, result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("was not expected", result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("export good.safetensors --model vgg16 --out model.onnx", 2, "--model belongs to --weights")]
    [InlineData("evaluate --checkpoint good.safetensors --model vgg16", 2, "--model belongs to --weights")]
    [InlineData("predict picture.png --weights a.pth --model vgg61", 2, "vgg16")]
    [InlineData("export good.safetensors --out model.tflite", 2, "--format")]
    [InlineData("export good.safetensors --out model.pth --no-fold", 2, "--no-fold")]
    [InlineData("export good.safetensors --out model.pth --int8", 2, "--int8")]
    [InlineData("export good.safetensors --out model.onnx --calibrate .", 2, "--calibrate is for --int8")]
    [InlineData("export good.safetensors --out model.onnx --int8 --no-fold", 2, "--no-fold")]
    [InlineData("export good.safetensors --out model.onnx --int8 --calibrate nowhere", 1, "nowhere")]
    [InlineData("export good.safetensors --out model.onnx --int8 --calibrate empty", 1, "a folder without pictures")]
    [InlineData("export good.safetensors --format caffe --out model.bin", 2, "caffe")]
    [InlineData("export good.safetensors", 2, "--out")]
    [InlineData("export nothing.safetensors --out model.onnx", 1, "nothing.safetensors")]
    [InlineData("export good.safetensors --out good.safetensors/model.onnx", 1, "good.safetensors")]
    [InlineData("predict picture.png --weights nothing.safetensors", 1, "nothing.safetensors")]
    [InlineData("predict picture.png --weights ghostnet", 2, "there are those of ghostnet_100, ghostnet_cifar_050, ghostnetv2_100")]
    [InlineData("predict picture.png --weights ghostnet_cifar_050 --width 0.5", 2, "--width belongs to --weights FILE")]
    [InlineData("predict picture.png --weights ghostnet_cifar_050 --dataset fashion-mnist", 2, "leave out --dataset")]
    [InlineData("predict picture.png --weights picture.png", 1, "picture.png")]
    [InlineData("predict picture.png --weights a.pth --checkpoint good.safetensors", 2, "--checkpoint")]
    [InlineData("predict picture.png --checkpoint good.safetensors --width 0.5", 2, "--width")]
    public void An_impossible_export_is_one_clear_error_and_changes_nothing(string command, int code, string names)
    {
        using var folder = new TemporaryFolder();
        File.Copy(run.Best, folder.File("good.safetensors"));
        Pictures.WritePng(folder.File("picture.png"), 70, 50);
        Directory.CreateDirectory(folder.File("empty"));
        var before = folder.Listing();
        var result = Tool.Run(folder.Path, command.Split(' '));
        Assert.True(result.Code == code, result.ToString());
        var error = Assert.Single(result.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains(names, error, StringComparison.Ordinal);
        Assert.DoesNotContain("was not expected", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, folder.Listing());
    }

    private static List<(string?, double)> Guesses(ProgramResult result)
    {
        Assert.True(result.Code == 0, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        return [.. json.RootElement.GetProperty("predictions")[0].GetProperty("guesses").EnumerateArray()
            .Select(guess => (guess.GetProperty("class").GetString(), guess.GetProperty("probability").GetDouble()))];
    }
}
