using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>
/// A number on its way into native code must not be finalised there: see <c>Kernels/PinnedScalars.cs</c>. Nothing else may run meanwhile: what
/// TorchSharp's own convenience does with numbers fails under this load.
/// </summary>
[CollectionDefinition(nameof(GarbageCollectionTests), DisableParallelization = true)]
[Collection(nameof(GarbageCollectionTests))]
public sealed class GarbageCollectionTests
{
    [Fact]
    public async Task A_garbage_collection_during_a_step_changes_nothing()
    {
        var expected = Trained();
        using var done = new CancellationTokenSource();
        var collecting = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        var actual = Trained();
        await done.CancelAsync();
        await collecting;
        Assert.Equal(expected, actual);

        static float[] Trained()
        {
            using var scope = NewDisposeScope();
            using var model = nn.Linear(8, 4);
            nn.init.constant_(model.weight!, 0.5);
            nn.init.constant_(model.bias!, 0.5);
            using var parameters = new FlatParameters(model, decayAll: false);
            using var optimizer = new FlatOptimizer(parameters, new TrainingOptions { WeightDecay = 0.01 });
            using var average = new ModelEma(parameters, 0.99);
            for (var step = 0; step < 20_000; step++)
            {
                parameters.Gradients.copy_(parameters.Weights);
                optimizer.Step(0.01, step);
                average.Update(step);
            }

            return [.. parameters.Values.data<float>(), .. average.Values.data<float>()];
        }
    }
}
