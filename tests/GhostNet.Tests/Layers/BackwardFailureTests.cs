using System.Reflection;
using System.Runtime.InteropServices;
using GhostNet.Kernels;
using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Tests.Training;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Layers;

/// <summary>An exception within a backward pass, which libtorch runs, comes to the caller and does not end the process.</summary>
public sealed class BackwardFailureTests
{
    /// <summary>With the others, libtorch has an error of its own in the same pass.</summary>
    [Theory]
    [InlineData("conv_dw")]
    [InlineData("shortcut.0")]
    [InlineData("")]
    public void A_weight_that_changes_between_forward_and_backward_is_an_exception(string which)
    {
        using var scope = NewDisposeScope();
        using var bottleneck = new GhostBottleneck(16, 48, 24, stride: 2);
        var input = randn(2, 16, 8, 8, requires_grad: true);
        var expected = Gradient(bottleneck, input);

        var loss = bottleneck.call(input).square().sum();
        Change(bottleneck, which);
        var thrown = Assert.Throws<ExternalException>(() => loss.backward());
        Assert.Contains("modified by an inplace operation", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Gradients", thrown.InnerException!.StackTrace, StringComparison.Ordinal);
        if (which.Length > 0)
        {
            Assert.StartsWith("ExternalException in the backward pass of DepthwiseFunction: one of the variables", thrown.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("frame #", thrown.Message, StringComparison.Ordinal);
        }

        // The next pass works, and has no share of the one that failed.
        Assert.True(expected.equal(Gradient(bottleneck, input)).all().item<bool>());
    }

    /// <summary>TorchSharp does not catch an error of libtorch here: it would end the process.</summary>
    [Fact]
    public void A_weight_that_changes_before_autograd_grad_is_an_exception()
    {
        using var scope = NewDisposeScope();
        using var layers = nn.Sequential(Depthwise(), new BatchNormAct(8), Depthwise());
        var input = randn(2, 8, 8, 8, requires_grad: true);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var loss = layers.call(input).square().sum();
            Change(layers);
            var thrown = Assert.Throws<ExternalException>(() => autograd.grad([loss], [input]));
            Assert.Contains("modified by an inplace operation", thrown.Message, StringComparison.Ordinal);
        }

        Assert.True(autograd.grad([layers.call(input).square().sum()], [input])[0].norm().item<float>() > 0);
    }

    /// <summary>Two passes in a row, with no forward pass between them: the second fails for its own reason.</summary>
    [Fact]
    public void A_pass_that_fails_does_not_make_the_next_fail()
    {
        using var scope = NewDisposeScope();
        using Conv first = Depthwise(), second = Depthwise();
        var input = randn(2, 8, 8, 8, requires_grad: true);
        Tensor failing = first.call(input).sum(), good = second.call(input).sum();
        Change(first);
        Assert.Throws<ExternalException>(() => failing.backward());
        good.backward();
        Assert.True(second.Weight.grad!.norm().item<float>() > 0);
    }

    /// <summary>A function that failed would hold the graph of its inputs for the life of the process.</summary>
    [Fact]
    public void An_exception_of_forward_leaves_nothing_behind()
    {
        using var layer = new BatchNormAct(4);
        using var input = randn(2, 5, 6, 6, requires_grad: true);
        Assert.ThrowsAny<Exception>(() => layer.call(input));
        var before = LiveFunctions();
        for (var i = 0; i < 20; i++)
        {
            Assert.ThrowsAny<Exception>(() => layer.call(input));
        }

        Assert.Equal(before, LiveFunctions());
    }

    /// <summary>The trainer throws the exception itself, with its type and its stack.</summary>
    [Fact]
    public void Fit_throws_what_was_thrown_in_the_backward_pass()
    {
        using var scope = NewDisposeScope();
        using var model = new Throwing();
        using var trainer = new Trainer(model, new TrainingOptions { Epochs = 1, BatchSize = 8, Device = "cpu" });
        var data = TinyModel.Data(16);
        var thrown = Assert.Throws<FormatException>(() => trainer.Fit(data, null));
        Assert.Equal("thrown on purpose", thrown.Message);
        Assert.Contains(nameof(ThrowingFunction), thrown.StackTrace, StringComparison.Ordinal);

        model.Throws = false;
        trainer.Fit(data, null);
        Assert.Equal(TrainingOutcome.Completed, trainer.History.Outcome);
    }

    [Fact]
    public void A_trainer_that_is_disposed_while_it_trains_stops_with_an_exception()
    {
        using var model = new GhostNetV1(TinyModel.SmallConfig);
        using var trainer = new Trainer(model, new TrainingOptions { Epochs = 1000, BatchSize = 8, Device = "cpu" });
        var disposer = new Disposing(trainer);
        Assert.Throws<ObjectDisposedException>(() => trainer.Fit(TinyModel.Data(64), null, disposer));
        disposer.Thread!.Join();
        using var scope = NewDisposeScope();
        using var output = model.call(zeros(2, 3, 8, 8));
        Assert.True(output.isfinite().all().item<bool>());
    }

    private static Conv Depthwise()
    {
        var layer = new Conv(8, 8, kernelSize: 3, stride: 2, groups: 8);
        layer.train();
        return layer;
    }

    private static Tensor Gradient(nn.Module<Tensor, Tensor> layer, Tensor input)
    {
        input.grad?.zero_();
        layer.call(input).square().sum().backward();
        return input.grad!.clone();
    }

    /// <summary>How many functions TorchSharp keeps alive for libtorch; it tells nobody.</summary>
    private static int LiveFunctions() => ((System.Collections.ICollection)typeof(autograd)
        .GetNestedType("Node", BindingFlags.NonPublic)!.GetField("AliveNodes", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!).Count;

    /// <summary>Changes weights in place, to the value that they have.</summary>
    private static void Change(nn.Module layer, string which = "")
    {
        using var noGradient = no_grad();
        foreach (var (name, weight) in layer.named_parameters())
        {
            if (name.StartsWith(which, StringComparison.Ordinal))
            {
                weight.mul_(1);
            }
        }
    }

    private sealed class Disposing(Trainer trainer) : TrainingCallback
    {
        public Thread? Thread { get; private set; }

        public override void OnStepEnd(TrainingContext context)
        {
            if (context.GlobalStep == 3)
            {
                Thread = new Thread(trainer.Dispose);
                Thread.Start();
            }
        }
    }

    private sealed class Throwing : nn.Module<Tensor, Tensor>
    {
        private readonly TinyModel inner = new();

        public Throwing()
            : base(nameof(Throwing)) => RegisterComponents();

        public bool Throws { get; set; } = true;

        public override Tensor forward(Tensor input) => ThrowingFunction.Apply(inner.forward(input), this);
    }

    private sealed class ThrowingFunction : AutogradFunction<ThrowingFunction>
    {
        public static Tensor Apply(Tensor input, Throwing owner) => Call(input, owner);

        protected override Tensor Output(autograd.AutogradContext context, object[] inputs)
        {
            context.save_data("owner", inputs[1]);
            return ((Tensor)inputs[0]).clone();
        }

        protected override List<Tensor?> Gradients(autograd.AutogradContext context, Tensor outputGradient) =>
            ((Throwing)context.get_data("owner")).Throws ? throw new FormatException("thrown on purpose") : [outputGradient.clone(), null];

        protected override List<Tensor?> DifferentiableGradients(autograd.AutogradContext context, Tensor outputGradient) =>
            Gradients(context, outputGradient);
    }
}
