using GhostNet.Conversion;
using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Interactive.Tests.Curves;
using GhostNet.Interactive.Tests.Maps;
using GhostNet.Interactive.Tests.Tensors;
using GhostNet.Interactive.Views;
using GhostNet.Metrics;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tests.Browser;

/// <summary>Every view of every kind of value, also with names and numbers that are hard to place.</summary>
internal static class EveryView
{
    private static readonly string[] s_hardNames =
    [
        new string('W', 80), "</style><b>bold</b>", "\u202Etxet desrever", "a name of several words that is longer than any column has room for", "",
        "クラスの名前がとても長い場合", "\" onload=\"x", "x", "snake_case_name_without_a_space_to_break_at", "tench, Tinca tinca",
    ];

    private static readonly Lazy<IReadOnlyList<KeyValuePair<string, string>>> s_all = new(() =>
    [
        .. Tensors().Concat(Maps()).Concat(Trainings()).Concat(Models()).Concat(Images())
            .Select(view => new KeyValuePair<string, string>(view.Key, view.Value.ToHtml())),
    ]);

    /// <summary>The HTML of the views and their names, made once.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All => s_all.Value;

    private static IEnumerable<KeyValuePair<string, View>> Tensors()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        foreach (var row in TensorKinds.Names)
        {
            yield return new($"tensor, {row.Data}", TensorKinds.Create(row.Data).View());
        }

        var batch = rand(10, 3, 32, 32);
        foreach (var display in Enum.GetValues<TensorDisplay>())
        {
            if (display is not (TensorDisplay.Auto or TensorDisplay.Image or TensorDisplay.Bars))
            {
                yield return new($"tensor as {display}", batch.View(display));
            }
        }

        yield return new("tensor, numbers of every length", tensor(new[,] { { 1e-12, -123456.789, 3 }, { double.NaN, 1e300, -1e-300 } }).View());
        yield return new("tensor, gallery of many", rand(64, 1, 28, 28).View());
        yield return new("tensor, tall", rand(3, 400, 20).View());
        yield return new("tensor, flat", rand(3, 20, 400).View());
        yield return new("tensor, small matrix of 12 columns", (randn(12, 12) * 1000).View());
    }

    private static IEnumerable<KeyValuePair<string, View>> Maps()
    {
        var ghost = MapsOf.OfGhostModule();
        yield return new("maps of a Ghost module", ghost.View());
        var six = MapsOf.WithPairs();
        yield return new("maps in boxes", six.View(GhostPairs.Find(six), boxed: 2));
        yield return new("maps, one range", six.View(sharedRange: true));
        var many = MapsOf.Noise(2, 64, 14, 14, "stage3.block12.ghost1.primary_convolution_with_a_long_name</b>");
        yield return new("maps, many in boxes", many.View(GhostPairs.Find(many), boxed: 12));
        yield return new("pairs", GhostPairs.Find(six).View(count: 2));
        yield return new("pairs, many, large kernels", GhostPairs.Find(many, 5).View(count: 4));
        yield return new("pairs, none", GhostPairs.Find(MapsOf.Values(new float[3 * 36], 1, 3, 6, 6)).View());
        yield return new("steps", ConvolutionSteps.Of(Matrix(6, 6, (y, x) => (6 * y) + x), ImageKernels.SobelX, padding: 1).View());
        yield return new("steps, fractions", ConvolutionSteps.Of(Matrix(12, 12, (y, x) => Math.Sin(y + (0.3 * x)) / 3), Matrix(5, 5, (y, x) => (y - x) / 7.0), padding: 2).View());
        yield return new("steps, no room for numbers", ConvolutionSteps.Of(Matrix(28, 28, (y, x) => y * x), Matrix(7, 7, (_, _) => 1 / 49.0), stride: 2).View());
    }

    private static IEnumerable<KeyValuePair<string, View>> Trainings()
    {
        var progress = new TrainingProgress(
            3, 10, 120, 391, 902, 3910, 0.812, 0.72, 0.7, 0.05, 950, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(300), false);
        var finished = new TrainingProgress(
            10, 10, 391, 391, 3910, 3910, 0.812, 0.72, 0.7, 0.05, 950, TimeSpan.FromSeconds(90), null, true);
        yield return new("curves", Histories.Of(12).View());
        yield return new("curves, running", new CurvesView(Histories.Of(2), progress));
        yield return new("curves, first epoch", new CurvesView(new TrainingHistory([], Histories.Of(1).StepLosses), progress));
        yield return new("curves, at its end", new CurvesView(Histories.Of(10), finished));
        yield return new("curves, long", Histories.Of(1000, 4).View());
        yield return new("curves, none", new TrainingHistory([], []).View());
        yield return new("curves, not finite", new TrainingHistory(
            [new EpochResult(1, double.NaN, 0.1, double.PositiveInfinity, 0.1, 1e-7, 1, 100)], [new(0, 2.3), new(1, double.NaN), new(2, 2.1)]).View());
        yield return new("curves, huge and tiny", new TrainingHistory(
            [new EpochResult(1, 123456.789, 0.00001, 98765.4321, 0.00002, 1e-9, 98765.4, 0.01), new EpochResult(2, 0.0000012, 1, 0.000002, 1, 3e-10, 98765.4, 1234567)], []).View());
        yield return new("progress", progress.View());
        yield return new("progress, finished", finished.View());
        yield return new("progress, large numbers", new TrainingProgress(
            3, 100_000, 120, 1_000_000, 902, 100_000_000_000, 1234567.891, 0.72, 0.7, 1.2345678e-9, 1_234_567.8, TimeSpan.FromDays(12), TimeSpan.FromDays(900), false).View());
        yield return new("evaluation, hard names", Evaluated(s_hardNames, 40, 3).View(Data(s_hardNames, 40, 3)));
        yield return new("evaluation, many classes", Evaluated([.. Enumerable.Range(0, 200).Select(i => $"class {i}")], 400, 7).View());
        var hard = Data(s_hardNames, 10, 1);
        yield return new("duplicates, hard names", new DatasetSplit(hard, hard).FindDuplicates().View());
        yield return new("duplicates, none", Array.Empty<DuplicatePicture>().View());
        yield return new("trainings beside each other", Histories.Of(12).Beside(Histories.Of(7), s_hardNames[3], s_hardNames[0], Evaluated(s_hardNames, 40, 3), Evaluated(["cat", "dog"], 20, 3)));
        yield return new("evaluation, no mistake", Evaluated(["cat", "dog"], 20_000, 0).View(Data(["cat", "dog"], 20_000, 0)));
        yield return new("evaluation, 12 classes of many images", Evaluated([.. Enumerable.Range(0, 12).Select(i => $"{i}")], 30_000, 5).View());
    }

    private static IEnumerable<KeyValuePair<string, View>> Models()
    {
        using var scope = NewDisposeScope();
        var deep = nn.Sequential(("stem", nn.Conv2d(3, 96, 3, padding: 1)), ("stages", nn.Sequential(("0", nn.Sequential(("blocks", nn.Sequential(
            ("primary_conv", nn.Sequential(("conv", nn.Conv2d(96, 960, 1)), ("activation", nn.ReLU()))), ("cheap", nn.Conv2d(960, 96, 3, groups: 96)))))))));
        yield return new("model", deep.View(16, 3, 112, 112));
        yield return new("model, not run", deep.View());
        var hardPath = nn.Sequential(("a layer with a <b>long</b> name", nn.Conv2d(3, 16, 3)), ("1", nn.Conv2d(16, 16, 3, groups: 16)));
        yield return new("model with Ghost modules in the place of convolutions", Ghostify.Convolutions(hardPath, [1, 3, 32, 32]).View());
        yield return new("model of a Ghost module", new Layers.GhostModule(16, 32).View(1, 16, 224, 224));
        var hard = nn.Sequential([.. s_hardNames.Where(name => name.Length > 0 && !name.Contains('.')).Select((name, i) => ($"{name}{i}", (nn.Module<Tensor, Tensor>)nn.Linear(2, 2)))]);
        yield return new("model, hard names", nn.Sequential(("outer", hard), ("large", nn.Linear(2, 30_000_000 / 3))).View(1, 2));
    }

    private static IEnumerable<KeyValuePair<string, View>> Images()
    {
        var shapes = Shapes.Create(train: 40, test: 10, seed: 3);
        yield return new("images", shapes.Train.View(12));
        yield return new("images with guesses", shapes.Train.View(12, guesses: Enumerable.Range(0, 12).Select(i => i % 3), probabilities: Enumerable.Repeat(0.9, 12)));
        var hard = Data(s_hardNames, 10, 1, "a data set with a name that is too long for a telephone </b>");
        yield return new("images, hard names", hard.View(10, guesses: Enumerable.Range(0, 10).Select(i => (i + 1) % 10), probabilities: Enumerable.Repeat(0.001, 10)));
        using var scope = NewDisposeScope();
        using var loader = new BatchLoader(shapes.Test, 8);
        yield return new("batch", loader.Epoch(0).First().View(shapes.Test, logits: randn(8, shapes.Test.ClassNames.Count)));
        yield return new("batch without names", ViewRegistry.Of(loader.Epoch(0).First())!);
        yield return new("images, grey", FirstPixelModel.Data(["a", "b"], [0, 1], [1, 0], channels: 1, size: 28).View());
        yield return new("pictures, varied", new PictureAugmentation { Operations = 2 }.View(VariedPictures.Of(3), epochs: 5));
        yield return new("images, wide", new ImageDataset("wide", new byte[2 * 3 * 20 * 60], [0, 1], 3, 20, 60, ["a", "b"], [0, 0, 0], [1, 1, 1]).View());
    }

    private static double[,] Matrix(int height, int width, Func<int, int, double> value)
    {
        var matrix = new double[height, width];
        for (var i = 0; i < height * width; i++)
        {
            matrix[i / width, i % width] = value(i / width, i % width);
        }

        return matrix;
    }

    /// <summary>Images of which each <paramref name="every"/>-th is taken for the next class; 0 for none.</summary>
    private static ImageDataset Data(string[] names, int count, int every, string? name = null)
    {
        var labels = Enumerable.Range(0, count).Select(i => i % names.Length).ToArray();
        var data = FirstPixelModel.Data(names, labels, [.. labels.Select((label, i) => every > 0 && i % every == 0 ? (byte)((label + 1) % names.Length) : (byte)label)]);
        return name is null ? data : new ImageDataset(name, data.Pixels, data.Labels, data.Channels, data.Height, data.Width, data.ClassNames, data.Mean, data.Std);
    }

    private static Evaluation Evaluated(string[] names, int count, int every)
    {
        using var model = new FirstPixelModel(names.Length);
        return Evaluation.Run(model, Data(names, count, every));
    }
}
