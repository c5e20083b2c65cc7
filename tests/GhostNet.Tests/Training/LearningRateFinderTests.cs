using GhostNet.Data;
using GhostNet.Layers;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>The search for a learning rate.</summary>
public sealed class LearningRateFinderTests : OneThread
{
    private static readonly TrainingOptions s_options = new() { BatchSize = 16, Device = "cpu", Epochs = 2 };

    [Fact]
    public void It_leaves_everything_as_it_was()
    {
        using var model = new TinyModel();
        model.modules().OfType<BatchNormAct>().Single().eval();
        var (before, modes) = (TinyModel.Bytes(model), Modes(model));
        var loss = new Counting();
        manual_seed(99);
        var random = RandomState();
        var search = LearningRateFinder.Run(model, TinyModel.Data(90), s_options with { Loss = loss });
        Assert.Equal(before, TinyModel.Bytes(model));
        Assert.Equal(modes, Modes(model));
        Assert.Equal(random, RandomState());
        Assert.Equal((0, search.Rates.Count), (loss.State, loss.Calls));
        Assert.All(model.parameters(), weight => Assert.True(weight.requires_grad && weight.is_leaf));
    }

    [Fact]
    public void A_training_after_it_is_the_same_as_without_it()
    {
        using TinyModel plain = new(), sought = new();
        var search = LearningRateFinder.Run(sought, TinyModel.Data(80), s_options);
        foreach (var model in new[] { plain, sought })
        {
            using var trainer = new Trainer(model, s_options with { LearningRate = search.Rate });
            trainer.Fit(TinyModel.Data(80), null);
        }

        Assert.Equal(TinyModel.Bytes(plain), TinyModel.Bytes(sought));
    }

    [Fact]
    public void It_is_the_same_each_time_and_the_rates_rise_by_the_same_factor()
    {
        using var model = new TinyModel();
        var (first, second) = (LearningRateFinder.Run(model, TinyModel.Data(80), s_options), LearningRateFinder.Run(model, TinyModel.Data(80), s_options));
        Assert.Equal(first.Losses, second.Losses);
        Assert.Equal(1e-6, first.Rates[0], 12);
        var factor = first.Rates[1] / first.Rates[0];
        Assert.All(first.Rates.Zip(first.Rates.Skip(1)), pair => Assert.Equal(factor, pair.Second / pair.First, 6));
        Assert.InRange(first.Rate, 1e-4, 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(FineTuning.Always)]
    public void A_frozen_body_is_searched_as_it_will_be_trained(int frozen)
    {
        using var model = new TinyModel();
        var before = TinyModel.Bytes(model);
        LearningRateFinder.Run(model, TinyModel.Data(80), s_options with { FineTuning = new FineTuning(frozen) });
        Assert.Equal(before, TinyModel.Bytes(model));
    }

    [Fact]
    public void A_cancelled_search_leaves_the_model_as_it_was()
    {
        using var model = new TinyModel();
        var before = TinyModel.Bytes(model);
        Assert.Throws<OperationCanceledException>(
            () => LearningRateFinder.Run(model, TinyModel.Data(80), s_options with { Cancellation = new CancellationToken(canceled: true) }));
        Assert.Equal(before, TinyModel.Bytes(model));
    }

    [Fact]
    public void A_loss_that_blows_up_suggests_a_tenth_of_that_rate_and_one_that_does_not_the_steepest_descent()
    {
        double[] rates = [0.001, 0.01, 0.1, 1, 10], up = [2, 1.9, 1.2, 1.1, 2.1], down = [2, 1.9, 1.2, 1.1, 1.05];
        var blown = new LearningRateSearch(rates, up, up, hasBlownUp: false);
        Assert.Equal((10d, 1d), (blown.BlowUp, blown.Rate));
        Assert.Equal("learning rate 1: a tenth of 10, at which the loss blew up (5 steps)", blown.ToString());
        var calm = new LearningRateSearch(rates, down, down, hasBlownUp: false);
        Assert.Equal((null, 0.01), (calm.BlowUp, calm.Rate));
        Assert.Equal("learning rate 0.01: there the loss fell fastest, and it never blew up (5 steps)", calm.ToString());
        Assert.Equal(1, new LearningRateSearch(rates, down, down, hasBlownUp: true).Rate);
        Assert.Throws<ArgumentException>(() => new LearningRateSearch([1], [1], [1], hasBlownUp: true));
    }

    [Theory]
    [InlineData(10, 1e-6, 10)]
    [InlineData(100, 0, 10)]
    [InlineData(100, 1, 5)]
    [InlineData(100, 1, double.PositiveInfinity)]
    public void Arguments_out_of_range_are_named(int steps, double lowest, double highest)
    {
        using var model = new TinyModel();
        Assert.ThrowsAny<ArgumentException>(() => LearningRateFinder.Run(model, TinyModel.Data(80), s_options, steps, lowest, highest));
    }

    private static List<bool> Modes(nn.Module model) => [.. model.modules().Prepend(model).Select(layer => layer.training)];

    private static byte[] RandomState()
    {
        using var state = get_rng_state();
        return state.bytes.ToArray();
    }

    /// <summary>A loss with state, as a part of the user's own may have.</summary>
    private sealed class Counting : ILoss, IStateful
    {
        private readonly CrossEntropy _loss = new();

        public int State { get; private set; }

        public int Calls { get; private set; }

        public string StateName => "counting";

        public Tensor Compute(Tensor images, Tensor logits, Tensor labels)
        {
            State++;
            Calls++;
            return _loss.Compute(images, logits, labels);
        }

        public void SaveState(StateWriter state) => state.Write("count", State);

        public void LoadState(StateReader state) => State = (int)state.ReadInt64("count");
    }
}
