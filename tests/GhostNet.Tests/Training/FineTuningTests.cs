using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>The head first, then all with two rates.</summary>
public sealed class FineTuningTests : OneThread
{
    private static readonly TrainingOptions s_options = new() { Epochs = 4, BatchSize = 16, Device = "cpu", EmaDecay = 0.9, FineTuning = new FineTuning(2) };

    [Theory]
    [InlineData("sgd", 0.9)]
    [InlineData("adamw", 0.9)]
    [InlineData("sgd", 0)]
    public void While_the_body_is_frozen_nothing_of_it_changes_by_a_bit(string optimizer, double average)
    {
        using var folder = new TemporaryFolder();
        using var model = new TinyModel();
        NegativeZeros(model);
        var before = TinyModel.Bytes(model);
        using var trainer = new Trainer(model, s_options with { Optimizer = Optimizer(optimizer), LearningRate = 0.01, EmaDecay = average });
        trainer.Fit(
            TinyModel.Data(80),
            TinyModel.Data(16, seed: 1),
            new At(1, Check), // After the first step,
            new At(10, Check), // after the last one of the frozen epochs,
            new At(11, context => AssertBody(before, TinyModel.Bytes(context.Model), isSame: false)));
        Assert.All(model.parameters(), weight => Assert.True(weight.requires_grad));

        void Check(TrainingContext context)
        {
            AssertBody(before, TinyModel.Bytes(context.Model), isSame: true);
            Assert.All(context.Model.parameters(), weight => Assert.True(weight.requires_grad));
            Assert.All(context.Model.modules(), layer => Assert.True(layer.training));
            var file = folder.File("a.safetensors");
            context.SaveCheckpoint(file);
            using var averaged = new TinyModel();
            averaged.LoadWeights(file);
            AssertBody(before, TinyModel.Bytes(averaged), isSame: true);
        }
    }

    [Theory]
    [InlineData("sgd", 3)]
    [InlineData("sgd", 10)]
    [InlineData("sgd", 12)]
    [InlineData("adamw", 7)]
    [InlineData("adamw", 17)]
    public void A_training_resumed_in_each_phase_ends_with_the_same_bits(string optimizer, int at)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("a.safetensors");
        var options = s_options with { Optimizer = Optimizer(optimizer), LearningRate = 0.01, Mixing = new Mixing(0.2), GradientAccumulation = 2, GradientClip = 1 };
        using var straight = new TinyModel();
        using (var trainer = new Trainer(straight, options))
        {
            trainer.Fit(TinyModel.Data(80), TinyModel.Data(16, seed: 1), new At(at, context => context.SaveCheckpoint(file)));
        }

        using var fresh = new TinyModel();
        using var resumed = Trainer.Resume(file, fresh, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(options.FineTuning, resumed.Options.FineTuning);
        resumed.Fit(TinyModel.Data(80), TinyModel.Data(16, seed: 1));
        Assert.Equal(TinyModel.Bytes(straight), TinyModel.Bytes(fresh));
    }

    [Fact]
    public void A_training_of_the_head_alone_stays_one_when_it_is_made_longer()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("a.safetensors");
        using var model = new TinyModel();
        var before = TinyModel.Bytes(model);
        using (var trainer = new Trainer(model, s_options with { FineTuning = new FineTuning(FineTuning.Always) }))
        {
            trainer.Fit(TinyModel.Data(80), null);
            trainer.SaveCheckpoint(file);
        }

        using var longer = Trainer.Resume(file, model, epochs: 6, cancellationToken: TestContext.Current.CancellationToken);
        longer.Fit(TinyModel.Data(80), null);
        AssertBody(before, TinyModel.Bytes(model), isSame: true);
        Assert.Equal("only the head", longer.Options.FineTuning!.ToString());
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    public void The_body_has_its_fraction_of_the_rate(double rate)
    {
        var options = new TrainingOptions
        {
            Epochs = 1,
            BatchSize = 16,
            Device = "cpu",
            Optimizer = new SgdOptimizer(momentum: 0, nesterov: false),
            WeightDecay = 0,
            WarmupEpochs = 0,
            Schedule = LearningRateSchedule.Constant,
        };
        var (plain, two) = (Step(options), Step(options with { FineTuning = new FineTuning(0, rate) }));
        foreach (var (name, change) in plain)
        {
            var expected = name.StartsWith("linear", StringComparison.Ordinal) ? change : change * rate;
            Assert.True(expected.allclose(two[name], 1e-3, 1e-7), name);
        }

        static Dictionary<string, Tensor> Step(TrainingOptions options)
        {
            using var model = new TinyModel();
            var before = model.named_parameters().ToDictionary(item => item.name, item => item.parameter.detach().clone());
            using var trainer = new Trainer(model, options);
            trainer.Fit(TinyModel.Data(16), null);
            return model.named_parameters().ToDictionary(item => item.name, item => item.parameter.detach() - before[item.name]);
        }
    }

    [Fact]
    public void Layers_that_the_user_has_frozen_stay_frozen()
    {
        using var model = new TinyModel();
        var layer = model.modules().OfType<GhostNet.Layers.BatchNormAct>().Single();
        layer.eval();
        layer.Weight.requires_grad = false;
        var before = TinyModel.Bytes(model);
        using var trainer = new Trainer(model, s_options);
        trainer.Fit(TinyModel.Data(80), null, new At(18, context => Assert.False(layer.training)));
        Assert.False(layer.Weight.requires_grad);
        var after = TinyModel.Bytes(model);
        Assert.All(after.Keys.Where(name => name.Contains("running", StringComparison.Ordinal)), name => Assert.Equal(before[name], after[name]));
    }

    [Fact]
    public void A_model_without_a_linear_layer_is_refused()
    {
        using var model = nn.Sequential(nn.Conv2d(3, 4, 8), nn.Flatten());
        var wrong = Assert.Throws<ArgumentException>(() => new Trainer(model, s_options));
        Assert.Contains("has none: leave it out", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 0.1)]
    [InlineData(1, 0)]
    [InlineData(1, 1.5)]
    [InlineData(1, double.NaN)]
    public void Values_out_of_range_are_named(int epochs, double rate)
    {
        using var model = new TinyModel();
        var wrong = Assert.Throws<ArgumentException>(() => new Trainer(model, s_options with { FineTuning = new FineTuning(epochs, rate) }));
        Assert.Contains("FineTuning is ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_gets_other_classes_and_keeps_its_body()
    {
        using var trained = ModelRegistry.Create(new ModelSpec("ghostnet_cifar", 10).With("width", 0.25));
        using var model = trained.WithClasses(3);
        Assert.Equal((3, 0.25), (model.Classes, model.Spec.Number("width")));
        AssertBody(TinyModel.Bytes(trained), TinyModel.Bytes(model), isSame: true, head: "classifier.");
        using var _ = NewDisposeScope();
        Assert.Equal([2, 3], model.forward(zeros(2, 3, 32, 32)).shape);
    }

    [Theory]
    [InlineData(50, 38, 16, 7)]
    [InlineData(400, 22, 32, 4)]
    [InlineData(5000, 12, 32, 2)]
    [InlineData(50_000, 7, 64, 1)]
    public void The_number_of_images_decides_the_options(int images, int epochs, int batch, int frozen)
    {
        var options = TrainingOptions.ForFineTuning(Labelled([.. Enumerable.Range(0, images).Select(i => i % 4)]));
        Assert.Equal((epochs, batch, frozen), (options.Epochs, options.BatchSize, options.FineTuning!.FrozenEpochs));
        Assert.Equal(new CrossEntropy(0.1), options.Loss);
    }

    [Fact]
    public void No_images_are_refused() =>
        Assert.Contains("no images", Assert.Throws<ArgumentException>(() => TrainingOptions.ForFineTuning(Labelled([]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Rare_classes_are_weighted_from_twice_as_many_on()
    {
        Assert.Null(ClassBalance.Of(Labelled([0, 0, 0, 1, 1, 1, 2, 2])).Weights);
        var train = Labelled([.. Enumerable.Repeat(0, 30), .. Enumerable.Repeat(1, 10), 2]);
        var balance = ClassBalance.Of(train);
        Assert.Equal([30, 10, 1, 0], balance.Counts);

        // The single picture and the class without any have ten times the smallest weight, no more.
        var weights = balance.Weights!;
        Assert.Equal([1, 3, 10, 10], weights.Select(weight => weight / weights[0]).Select(weight => Math.Round(weight, 9)));
        Assert.Equal(1, ((30 * weights[0]) + (10 * weights[1]) + weights[2]) / 41, 9);
        Assert.StartsWith("c0 has 30 times as many images as c2 (30 and 1): the loss weights the classes from", balance.ToString(), StringComparison.Ordinal);
        Assert.Equal(new CrossEntropy(0.1, weights), TrainingOptions.ForFineTuning(train).Loss);
    }

    private static ImageDataset Labelled(int[] labels) =>
        new("labelled", new byte[labels.Length], labels, 1, 1, 1, ["c0", "c1", "c2", "c3"], [0.5f], [0.5f]);

    private static IOptimizer Optimizer(string name) => name == "sgd" ? new SgdOptimizer() : new AdamWOptimizer();

    /// <summary>Weights of half precision have negative zeros, which arithmetic turns into positive ones.</summary>
    private static void NegativeZeros(nn.Module model)
    {
        using var _ = no_grad();
        foreach (var weight in model.parameters())
        {
            weight.view(-1)[0] = tensor(-0f);
        }
    }

    private static void AssertBody(Dictionary<string, byte[]> before, Dictionary<string, byte[]> after, bool isSame, string head = "linear.")
    {
        var body = before.Keys.Where(name => !name.StartsWith(head, StringComparison.Ordinal)).ToList();
        Assert.Equal(isSame, body.TrueForAll(name => before[name].AsSpan().SequenceEqual(after[name])));
        Assert.NotEqual(before[head + "weight"], after[head + "weight"]);
    }
}
