using GhostNet.Data;
using TorchSharp;

namespace GhostNet.Tests.Data;

public sealed class PrefetcherTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Works_ahead_by_the_ring_and_no_further()
    {
        var started = new SemaphoreSlim(0);
        using var prefetcher = new Prefetcher<int[]>([[0], [0], [0]], (slot, step) =>
        {
            slot[0] = step;
            started.Release();
        }, 0, 10);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(started.Wait(s_patience, TestContext.Current.CancellationToken), "three slots are filled although none was taken");
        }

        Assert.False(started.Wait(50, TestContext.Current.CancellationToken), "the fourth waits for a slot");
        Assert.Equal(0, prefetcher.Take()[0]);
        Assert.False(started.Wait(50, TestContext.Current.CancellationToken), "the consumer still holds the first slot");
        Assert.Equal(1, prefetcher.Take()[0]);
        Assert.True(started.Wait(s_patience, TestContext.Current.CancellationToken), "the first slot is free again");
    }

    [Fact]
    public void An_exception_surfaces_at_its_step()
    {
        using var prefetcher = new Prefetcher<int[]>([[0], [0], [0]], static (slot, step) =>
            slot[0] = step == 2 ? throw new InvalidDataException("step 2") : step, 0, 10);
        Assert.Equal(0, prefetcher.Take()[0]);
        Assert.Equal(1, prefetcher.Take()[0]);
        Assert.Equal("step 2", Assert.Throws<InvalidDataException>(() => prefetcher.Take()).Message);
        Assert.Equal("step 2", Assert.Throws<InvalidDataException>(() => prefetcher.Take()).Message);
    }

    [Fact]
    public async Task Leaving_an_epoch_early_ends_the_thread_and_frees_the_loader()
    {
        var data = BatchLoaderTests.Numbered(100);
        using var loader = new BatchLoader(data, 10, Augmentation.Standard, shuffle: true);
        var work = Task.Run(() =>
        {
            for (var epoch = 0; epoch < 50; epoch++)
            {
                foreach (var batch in loader.Epoch(epoch))
                {
                    Assert.Equal(10, batch.Count);
                    break;
                }
            }
        }, TestContext.Current.CancellationToken);
        await work.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal(10, loader.Epoch(0).Count());
    }

    [Fact]
    public void Only_one_epoch_runs_at_a_time()
    {
        var loader = new BatchLoader(BatchLoaderTests.Numbered(100), 10);
        using (var epoch = loader.Epoch(0).GetEnumerator())
        {
            Assert.True(epoch.MoveNext());
            Assert.Throws<InvalidOperationException>(() => loader.Epoch(1).First());
            Assert.Throws<InvalidOperationException>(loader.Dispose);
        }

        Assert.Equal(10, loader.Epoch(1).Count());
        loader.Dispose();
        loader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => loader.Epoch(1).First());
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        using var loader = new BatchLoader(BatchLoaderTests.Numbered(1000), 10, Augmentation.Standard, shuffle: true);
        _ = loader.Epoch(0).Count();
        using var epoch = loader.Epoch(1).GetEnumerator();
        for (var i = 0; i < 10; i++)
        {
            Assert.True(epoch.MoveNext());
        }

        var tensors = LiveTensors.Settle();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 80; i++)
        {
            Assert.True(epoch.MoveNext());
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(tensors, torch.Tensor.TotalCount);
    }

    [Fact]
    public void Filling_a_slot_allocates_nothing()
    {
        var data = BatchLoaderTests.Numbered(100);
        using var slot = new HostBatchBuffer(data, new CpuAugmenter(data, 2), 10, 3);
        var places = Enumerable.Range(0, 10).Select(static i => new AugmentationParameters(i, 1, -1, true)).ToArray();
        slot.Fill(places);
        slot.Fill(places.AsSpan(0, 3));
        var before = GC.GetAllocatedBytesForCurrentThread();
        slot.Fill(places);
        slot.Fill(places.AsSpan(0, 3));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512);
        Assert.Equal(3, slot.Batch.Count);
    }

    [Fact]
    public void Batches_survive_the_DisposeScope_of_their_consumer()
    {
        using var loader = new BatchLoader(BatchLoaderTests.Numbered(20), 8);
        for (var epoch = 0; epoch < 2; epoch++)
        {
            using var scope = torch.NewDisposeScope();
            foreach (var batch in loader.Epoch(epoch))
            {
                Assert.False(batch.Images.IsInvalid);
            }
        }
    }

    [Fact]
    public void Tensors_are_freed()
    {
        var before = LiveTensors.Settle();
        foreach (var onDevice in new[] { false, true })
        {
            using var loader = new BatchLoader(BatchLoaderTests.Numbered(20), 8, null, false, 0, false, torch.CPU, onDevice);
            Assert.Equal(3, loader.Epoch(0).Count());
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        var data = BatchLoaderTests.Numbered(5);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchLoader(data, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchLoader(data, 1, new Augmentation { Padding = -1 }));
        Assert.Contains("5 images", Assert.Throws<ArgumentException>(() => new BatchLoader(data, 6, dropLast: true)).Message, StringComparison.Ordinal);
        using var loader = new BatchLoader(data, 2, dropLast: true);
        Assert.Equal(2, loader.BatchesPerEpoch);
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Epoch(0, firstStep: 3));
        Assert.Empty(loader.Epoch(0, firstStep: 2));
    }
}
