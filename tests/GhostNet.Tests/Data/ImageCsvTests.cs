using System.Text;
using GhostNet.Data;
using GhostNet.Metrics;
using GhostNet.Tests.Training;
using GhostNet.Training;
using TorchSharp;

namespace GhostNet.Tests.Data;

public sealed class ImageCsvTests
{
    private static ImageCsv Open(TemporaryFolder folder, string text, IReadOnlyList<string>? classNames = null) =>
        ImageCsv.Open(folder.Write("in/labels.csv", Encoding.UTF8.GetBytes(text)), classNames);

    private static ImageDataset Load(IImageSource source) =>
        ImageDataset.FromPictures(source, new PictureTransform(16), cancellationToken: TestContext.Current.CancellationToken);

    [Fact]
    public void One_class_of_each_picture()
    {
        using var folder = new TemporaryFolder();
        folder.Draw("in/a.png");
        folder.Draw("in/x/b, \"c\".png");
        folder.Draw("in/猫.png");
        var table = Open(folder, "\uFEFFfile,label\r\na.png,\"..\"\r\n\r\n\"x/b, \"\"c\"\".png\", 猫 \r\n猫.png,..");
        Assert.Equal(["..", "猫"], table.ClassNames);
        var data = Load(table);
        Assert.Equal([0, 1, 0], data.Labels);
        Assert.Null(data.LabelSets);
        Assert.Equal("labels", data.Name);
        Assert.Equal([2, 1, 2], Load(Open(folder, "a.png,..\n\"x/b, \"\"c\"\".png\",猫\n猫.png,..", ["dog", "猫", ".."])).Labels);
    }

    [Fact]
    public void Several_classes_make_targets()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in "abcd")
        {
            folder.Draw($"in/{name}.png", seed: name);
        }

        var data = Load(Open(folder, "a.png,x;z\nb.png,y\nc.png,z ; x\nd.png,y;x;z"));
        Assert.Equal([0, 1, 2, 1], data.Labels);
        Assert.Contains("several in an image", data.ToString(), StringComparison.Ordinal);
        using var loader = new BatchLoader(data, 3);
        var targets = loader.Epoch(0).Select(static batch => batch.Targets!.data<float>().ToArray()).ToArray();
        Assert.Equal([1, 0, 1, 0, 1, 0, 1, 0, 1], targets[0]);
        Assert.Equal([1, 1, 1], targets[1]);
    }

    [Fact]
    public void A_picture_of_several_classes_is_learnt_and_measured()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in "abcdefgh")
        {
            folder.Draw($"in/{name}.png", seed: name);
        }

        var data = Load(Open(folder, string.Join('\n', "abcdefgh".Select(static (name, i) => $"{name}.png,{(i % 2 == 0 ? "x;z" : "y")}"))));
        var options = new TrainingOptions { Epochs = 2, BatchSize = 4, Device = "cpu" };
        using (var wrong = new Trainer(new TinyModel(classes: 3), options))
        {
            Assert.Contains("BinaryCrossEntropy", Assert.Throws<ArgumentException>(() => wrong.Fit(data, null)).Message, StringComparison.Ordinal);
        }

        using var model = new TinyModel(classes: 3);
        using var trainer = new Trainer(model, options with { Loss = new BinaryCrossEntropy() });
        var history = trainer.Fit(data, data);
        Assert.All(history.Epochs, static epoch => Assert.InRange(epoch.TrainAccuracy, 0, 1));

        // A network that always says x is right about each image that has x.
        using var always = new Always(3);
        var evaluation = Evaluation.Run(always, data, topK: 3);
        Assert.Equal((0.5, 1), (evaluation.Accuracy, evaluation.TopKAccuracy));
        var (withX, withY) = (Softplus(-2) + Softplus(-1) + Softplus(0), Softplus(2) + Softplus(1) + Softplus(0));
        Assert.Equal((withX + withY) / 2 / 3, evaluation.Loss, 1e-5);

        static double Softplus(double value) => Math.Log(1 + Math.Exp(value));
    }

    [Theory]
    [InlineData("a.png,x\nb.png", "line 2 has 1 cell instead")]
    [InlineData("a.png,x\nb.png,x,y", "line 2 has 3 cells")]
    [InlineData("a.png,x\n\nb.png,", "line 3 has an empty cell")]
    [InlineData("a.png,x\nb.png,x;;y", "line 2 names an empty class")]
    [InlineData("a.png,x;x\nb.png,y", "a class twice")]
    [InlineData("a.png,x\na.png,y", "a.png twice")]
    [InlineData("a.png,x\nb.png,x", "two classes or more")]
    [InlineData("file,label\n", "no picture")]
    [InlineData("a.png,\"x", "quote is not closed")]
    public void What_is_wrong_in_a_table_is_named(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var wrong = Assert.Throws<InvalidDataException>(() => Open(folder, text)).Message;
        Assert.Contains(expected, wrong, StringComparison.Ordinal);
        Assert.Contains("labels.csv", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_for_a_model_of_several_classes_has_targets_though_each_picture_has_one_class()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("labels.csv");
        File.WriteAllText(path, "a.png,x\nb.png,y");
        Assert.Null(ImageCsv.Open(path).LabelsOf(0));
        Assert.Equal([1], ImageCsv.Open(path, ["x", "y"], severalClasses: true).LabelsOf(1));
    }

    [Fact]
    public void Pictures_that_are_missing_are_named_together()
    {
        using var folder = new TemporaryFolder();
        var table = Open(folder, "a.png,x\nb.png,y");
        Assert.StartsWith("2 of 2 pictures", Assert.Throws<InvalidDataException>(() => Load(table)).Message, StringComparison.Ordinal);
        Assert.Contains("not trained: x", Assert.Throws<InvalidDataException>(() => Open(folder, "a.png,x\nb.png,y", ["y", "z"])).Message, StringComparison.Ordinal);
    }

    /// <summary>Gives the logits 2, −1 and 0 to each image.</summary>
    private sealed class Always(int classes) : torch.nn.Module<torch.Tensor, torch.Tensor>(nameof(Always))
    {
        public override torch.Tensor forward(torch.Tensor input) => torch.tensor(new[] { 2f, -1f, 0f }).expand(input.size(0), classes);
    }
}
