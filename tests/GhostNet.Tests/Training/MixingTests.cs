using GhostNet.Data;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>Mixup and CutMix.</summary>
public sealed class MixingTests : OneThread
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(4)]
    public void Weights_have_the_distribution_Beta(double alpha)
    {
        const int Draws = 20_000;
        var random = new SplitMix64(1, 2, 3);
        double sum = 0, squares = 0;
        for (var i = 0; i < Draws; i++)
        {
            var weight = MixedBatch.Beta(alpha, ref random);
            Assert.InRange(weight, 0, 1);
            (sum, squares) = (sum + weight, squares + ((weight - 0.5) * (weight - 0.5)));
        }

        Assert.Equal(0.5, sum / Draws, 0.01);
        Assert.Equal(1 / (4 * ((2 * alpha) + 1)), squares / Draws, 0.005);
    }

    [Fact]
    public void Mixup_adds_images_and_labels_with_the_same_weights()
    {
        using var _ = NewDisposeScope();
        var images = rand(5, 3, 8, 8);
        var labels = tensor(new long[] { 0, 1, 2, 3, 0 });
        var before = images.clone();
        for (var step = 0; step < 20; step++)
        {
            var mixed = MixedBatch.Of(images, labels, new Mixing(mixup: 1), 7, step);
            var expected = (images * mixed.Weight) + (images.roll(1, 0) * (1 - mixed.Weight));
            Assert.True(expected.allclose(mixed.Images, 1e-5, 1e-6));
            var targets = mixed.Targets(labels, 0, zeros(5, 4));
            Assert.True(targets.sum(1).allclose(ones(5)));
            Assert.Equal(mixed.Weight, targets[1, 1].item<float>(), 6);
            Assert.Equal(1 - mixed.Weight, targets[1, 0].item<float>(), 6);
            Assert.Equal(1, targets[0, 0].item<float>(), 6); // Its partner is the last, of the same class.
            Assert.True(mixed.Targets(labels.narrow(0, 2, 2), 2, zeros(2, 4)).equal(targets.narrow(0, 2, 2)).all().item<bool>());
            Assert.True(mixed.Larger(labels).equal(mixed.Weight >= 0.5 ? labels : labels.roll(1, 0)).all().item<bool>());
        }

        var several = nn.functional.one_hot(labels, 4).to(float32);
        var one = MixedBatch.Of(images, labels, new Mixing(mixup: 1), 7, 0);
        var same = MixedBatch.Of(images, several, new Mixing(mixup: 1), 7, 0);
        Assert.True(one.Targets(labels, 0, zeros(5, 4)).allclose(same.Targets(several, 0, zeros(5, 4))));
        Assert.True(before.equal(images).all().item<bool>());
    }

    [Fact]
    public void CutMix_pastes_a_rectangle_whose_area_is_the_partners_weight()
    {
        using var _ = NewDisposeScope();
        var images = rand(3, 2, 16, 12);
        var labels = tensor(new long[] { 0, 1, 2 });
        var partners = images.roll(1, 0);
        var weights = new HashSet<double>();
        for (var step = 0; step < 50; step++)
        {
            var mixed = MixedBatch.Of(images, labels, new Mixing(cutMix: 1), 7, step);
            var own = mixed.Images.eq(images);
            Assert.True((own | mixed.Images.eq(partners)).all().item<bool>());
            Assert.Equal(mixed.Weight, own.to(float32).mean().item<float>(), 5);
            var pasted = own[0, 0].logical_not();
            var (rows, columns) = (pasted.any(1).sum().item<long>(), pasted.any(0).sum().item<long>());
            Assert.Equal(rows * columns, pasted.sum().item<long>());
            weights.Add(mixed.Weight);
        }

        Assert.True(weights.Count > 20);
    }

    [Fact]
    public void Where_both_are_on_steps_do_one_or_the_other()
    {
        using var _ = NewDisposeScope();
        var images = rand(2, 1, 8, 8);
        var labels = tensor(new long[] { 0, 1 });
        var cuts = Enumerable.Range(0, 200).Count(step => MixedBatch.Of(images, labels, new Mixing(1, 1), 3, step).Images is var mixed
            && (mixed.eq(images) | mixed.eq(images.roll(1, 0))).all().item<bool>());
        Assert.InRange(cuts, 70, 130);
    }

    [Theory]
    [InlineData(0.2, 0, 1, 0)]
    [InlineData(0, 1.0, 3, 0)]
    [InlineData(0.4, 1.0, 1, 2)]
    public void A_resumed_training_ends_with_the_same_bits(double mixup, double cutMix, int parts, int progressive)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("a.safetensors");
        var options = new TrainingOptions
        {
            Epochs = 3,
            BatchSize = 16,
            Mixing = new Mixing(mixup, cutMix),
            GradientAccumulation = parts,
            ProgressiveEpochs = progressive,
            Device = "cpu",
        };
        using var straight = new TinyModel();
        using (var trainer = new Trainer(straight, options))
        {
            trainer.Fit(TinyModel.Data(90), null, new At(8, context => context.SaveCheckpoint(file)));
        }

        using var plain = new TinyModel();
        using (var trainer = new Trainer(plain, options with { Mixing = null }))
        {
            trainer.Fit(TinyModel.Data(90), null);
        }

        Assert.NotEqual(TinyModel.Bytes(plain), TinyModel.Bytes(straight));

        using var fresh = new TinyModel();
        using var resumed = Trainer.Resume(file, fresh, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(options.Mixing, resumed.Options.Mixing);
        resumed.Fit(TinyModel.Data(90), null);
        Assert.Equal(TinyModel.Bytes(straight), TinyModel.Bytes(fresh));
    }

    [Fact]
    public void Each_loss_of_the_library_takes_mixed_labels()
    {
        using var teacher = new TinyModel();
        ILoss[] losses = [new CrossEntropy(0.1), new CrossEntropy(classWeights: [1, 2, 3, 4]), new BinaryCrossEntropy(), new Distillation(teacher)];
        foreach (var loss in losses)
        {
            using var model = new TinyModel();
            using var trainer = new Trainer(model, new TrainingOptions { Epochs = 8, BatchSize = 16, Mixing = new Mixing(0.2, 1), Loss = loss, Device = "cpu" });
            var history = trainer.Fit(TinyModel.Data(96), null);
            Assert.True(history.Epochs[^1].TrainLoss < history.Epochs[0].TrainLoss, $"{loss}");
            Assert.InRange(history.Epochs[^1].TrainAccuracy, 0.3, 1);
        }
    }

    [Fact]
    public void A_loss_for_one_label_per_image_is_named()
    {
        using var model = new TinyModel();
        using var trainer = new Trainer(model, new TrainingOptions { Epochs = 1, BatchSize = 16, Mixing = new Mixing(0.2), Loss = new OneLabel(), Device = "cpu" });
        var wrong = Assert.Throws<ArgumentException>(() => trainer.Fit(TinyModel.Data(32), null));
        Assert.Contains("Mixing is mixup 0.2, so the loss one label was given labels [16, 4] of Float32", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "Mixup is 0, but must be above 0 where CutMix is 0")]
    [InlineData(-1, 1, "Mixup is -1, but must be from 0 (off) to 100")]
    [InlineData(0, double.NaN, "CutMix is NaN, but must be from 0 (off) to 100")]
    public void Values_out_of_range_are_refused(double mixup, double cutMix, string expected)
    {
        var wrong = Assert.Throws<ArgumentException>(new TrainingOptions { Mixing = new Mixing(mixup, cutMix) }.Validate);
        Assert.StartsWith("Mixing is ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }

    private sealed class OneLabel : ILoss
    {
        public Tensor Compute(Tensor images, Tensor logits, Tensor labels) => nn.functional.nll_loss(nn.functional.log_softmax(logits, 1), labels);

        public override string ToString() => "one label";
    }
}
