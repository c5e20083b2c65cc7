using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Serving;
using GhostNet.Training;
using GhostNet.Weights;
using Microsoft.Extensions.DependencyInjection;
using static TorchSharp.torch;

namespace GhostNet.Tests.Serving;

public sealed class PredictorTests(TrainedSample sample) : IClassFixture<TrainedSample>
{
    [Fact]
    public void A_prediction_is_what_the_network_says_of_the_prepared_picture()
    {
        using var scope = NewDisposeScope();
        using var predictor = Predictor.Load(sample.Folder);
        using var network = Checkpoint.Read(Path.Combine(sample.Folder, "best.safetensors")).CreateModel();
        var like = Shapes.Create(10, 10).Train;
        foreach (var picture in sample.Pictures)
        {
            var expected = nn.functional.softmax(network.call(ImageFile.Load(picture, like)), 1).data<float>().ToArray();
            var prediction = predictor.Predict(picture);

            // The logits of the fused network are within 1e-4 of the largest one.
            Assert.All(expected.Zip(prediction.Probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
            Assert.Equal(Array.IndexOf(expected, expected.Max()), prediction.Label);
            Assert.Equal(like.ClassNames[prediction.Label], prediction.ClassName);
            Assert.Equal(prediction.Probabilities.Max(), prediction.Confidence, 6);
            Assert.Equal(prediction.Label, prediction.Top(3)[0]);
            Assert.Equal(1, prediction.Probabilities.Sum(), 4);
        }
    }

    [Fact]
    public async Task A_path_bytes_a_stream_and_the_exported_weights_agree()
    {
        using var predictor = Predictor.Load(sample.Folder);
        using var exported = Predictor.Load(sample.Weights, new PredictorOptions { Device = "cpu", BatchSize = 1 });
        Assert.Equal(predictor.ClassNames, exported.ClassNames);
        foreach (var picture in sample.Pictures)
        {
            var bytes = await File.ReadAllBytesAsync(picture, TestContext.Current.CancellationToken);
            var expected = predictor.Predict(picture).Probabilities;
            using var stream = new MemoryStream(bytes);
            Assert.Equal(expected, predictor.Predict(bytes).Probabilities);
            Assert.Equal(expected, (await predictor.PredictAsync(stream, TestContext.Current.CancellationToken)).Probabilities);
            Assert.Equal(expected, exported.Predict(picture).Probabilities);
        }
    }

    [Fact]
    public void A_network_in_memory_prepared_images_and_many_files_agree_with_one_picture_at_a_time()
    {
        var checkpoint = Checkpoint.Read(Path.Combine(sample.Folder, "best.safetensors"));
        using var network = checkpoint.CreateModel();
        using var predictor = new Predictor(network, checkpoint.Data, new PredictorOptions { BatchSize = 5 });
        var before = network.training;
        var expected = sample.Pictures.Select(picture => predictor.Predict(picture).Probabilities).ToList();

        using var scope = NewDisposeScope();
        var images = cat([.. sample.Pictures.Select(picture => ImageFile.Load(picture, Shapes.Create(10, 10).Train))]);
        AssertClose(expected, predictor.Predict(images));
        Assert.Empty(predictor.Predict(images[..0]));
        var many = predictor.PredictAll(sample.Pictures).Select(file => file.Prediction!).ToList();
        AssertClose(expected, many);
        Assert.Equal(many.Select(one => one.Probabilities), predictor.PredictAll(sample.Pictures).Select(file => file.Prediction!.Probabilities));
        Assert.Equal(before, network.training);

        // The weights were copied: what becomes of the network later is its own affair.
        network.Dispose();
        Assert.Equal(expected[0], predictor.Predict(sample.Pictures[0]).Probabilities);

        // A batch of another size may round otherwise.
        static void AssertClose(List<IReadOnlyList<float>> expected, IEnumerable<ImagePrediction> actual) => Assert.All(
            expected.SelectMany(one => one).Zip(actual.SelectMany(one => one.Probabilities)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void Of_many_files_the_broken_are_named_in_their_place()
    {
        using var predictor = Predictor.Load(sample.Folder, new PredictorOptions { BatchSize = 2 });
        var text = sample.PathOf("broken.jpg");
        File.WriteAllText(text, "not a picture");
        List<string> paths = [.. sample.Pictures, text, sample.PathOf("missing.jpg"), .. sample.Pictures];
        var files = predictor.PredictAll(paths).ToList();
        Assert.Equal(paths, files.Select(file => file.Path));
        Assert.Equal([text, sample.PathOf("missing.jpg")], files.Where(file => file.Prediction is null).Select(file => file.Path));
        Assert.All(files, file => Assert.Equal(file.Prediction is null, file.Error?.Contains(file.Path, StringComparison.Ordinal) == true));
        Assert.All(sample.Pictures.Select((path, i) => (path, i)), item => Assert.Equal(predictor.Predict(item.path).Label, files[item.i].Prediction!.Label));
    }

    [Fact]
    public void Many_files_end_when_they_are_cancelled_or_the_predictor_is_disposed()
    {
        using var cancelled = new CancellationTokenSource();
        var predictor = Predictor.Load(sample.Folder);
        var endless = Enumerable.Range(0, int.MaxValue).Select(i => sample.Pictures[i % sample.Pictures.Count]);
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var file in predictor.PredictAll(endless, cancelled.Token))
            {
                Assert.NotNull(file.Prediction);
                cancelled.Cancel();
            }
        });
        Assert.Throws<ObjectDisposedException>(() =>
        {
            foreach (var file in predictor.PredictAll(endless))
            {
                predictor.Dispose();
            }
        });
        Assert.Throws<ObjectDisposedException>(() => predictor.PredictAll([]));
    }

    [Fact]
    public void What_does_not_fit_the_network_is_refused_and_a_class_without_a_name_has_a_number()
    {
        using var network = new GhostNetV1(new GhostNetConfig { Width = 0.25, Classes = 12, StemStride = 2, HeadChannels = 32 });
        var data = TrainingData.Of(Shapes.Create(10, 10).Train);
        using (var predictor = new Predictor(network, data))
        {
            Assert.Equal([.. data.ClassNames, "class 10", "class 11"], predictor.ClassNames);
            Assert.Equal(12, predictor.Predict(sample.Pictures[0]).Probabilities.Count);
            using var small = zeros(2, 3, 16, 16);
            Assert.Contains("float32 [N, 3, 32, 32]", Assert.Throws<ArgumentException>(() => predictor.Predict(small)).Message, StringComparison.Ordinal);
        }

        Assert.Contains("knows 12 classes", Assert.Throws<ArgumentException>(() => new Predictor(network, data with { Channels = 1 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Predictor(network, data with { ClassNames = [.. Enumerable.Range(0, 13).Select(i => $"{i}")] }));
    }

    [Fact]
    public void Weights_that_ship_are_loaded_by_their_name()
    {
        using var predictor = Predictor.Load("ghostnet_cifar_050");
        Assert.Equal("ghostnet_cifar_050", predictor.Source);
        Assert.Contains("airplane", predictor.ClassNames);
        Assert.NotNull(predictor.Predict(sample.Pictures[0]));
    }

    [Fact]
    public void Thirty_two_threads_get_the_answers_that_one_gets()
    {
        using var predictor = Predictor.Load(sample.Folder);
        var expected = sample.Pictures.Select(picture => predictor.Predict(picture).Probabilities).ToArray();
        var bytes = sample.Pictures.Select(File.ReadAllBytes).ToArray();
        var wrong = 0;
        var threads = Enumerable.Range(0, 32).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < 40; i++)
            {
                var picture = ((7 * thread) + i) % bytes.Length;
                var got = predictor.Predict(bytes[picture]).Probabilities;

                // A batch of another size may round otherwise.
                if (got.Zip(expected[picture]).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-4))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(0, wrong);
    }

    [Fact]
    public async Task What_is_no_picture_is_one_clear_error_and_the_next_picture_is_classified()
    {
        using var predictor = Predictor.Load(sample.Folder);
        var text = sample.PathOf("text.jpg");
        await File.WriteAllTextAsync(text, "not a picture", TestContext.Current.CancellationToken);
        Assert.Contains("text.jpg", Assert.Throws<InvalidDataException>(() => predictor.Predict(text)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => predictor.Predict([1, 2, 3]));
        await Assert.ThrowsAsync<InvalidDataException>(() => predictor.PredictAsync(Stream.Null, TestContext.Current.CancellationToken));
        Assert.ThrowsAny<IOException>(() => predictor.Predict(sample.PathOf("missing.jpg")));
        Assert.NotNull(predictor.Predict(sample.Pictures[0]));
    }

    [Fact]
    public void A_file_without_a_description_is_refused_with_what_to_give_instead()
    {
        using var model = new GhostNetV1(new GhostNetConfig { Width = 0.25, Classes = 10, HeadChannels = 32 });
        var bare = sample.PathOf("bare.safetensors");
        Safetensors.Write(bare, model.state_dict());
        Assert.Contains("ghostnet export", Assert.Throws<WeightFileException>(() => Predictor.Load(bare)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<FileNotFoundException>(() => Predictor.Load(sample.PathOf("nothing"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Predictor.Load(sample.Folder, new PredictorOptions { BatchSize = 0 }));
    }

    [Fact]
    public async Task Disposing_answers_those_who_wait_and_refuses_those_who_come_later()
    {
        var predictor = Predictor.Load(sample.Folder);
        var waiting = Enumerable.Range(0, 16).Select(i => Task.Run(() => predictor.Predict(sample.Pictures[i]))).ToList();
        await waiting[0];
        predictor.Dispose();
        predictor.Dispose();
        foreach (var task in waiting)
        {
            // Either answered, or told so; none waits for ever.
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
            Assert.True(task.IsCompletedSuccessfully || task.Exception?.InnerException is ObjectDisposedException, task.Status.ToString());
        }

        Assert.Throws<ObjectDisposedException>(() => predictor.Predict(sample.Pictures[0]));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => predictor.PredictAsync(Stream.Null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_hold_up_the_others()
    {
        using var predictor = Predictor.Load(sample.Folder);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() => predictor.Predict(sample.Pictures[0], cancelled.Token));
        Assert.NotNull(predictor.Predict(sample.Pictures[0]));
    }

    [Fact]
    public void Services_have_one_predictor_and_dispose_it()
    {
        Predictor predictor;
        using (var services = new ServiceCollection().AddGhostNet(sample.Folder).BuildServiceProvider())
        {
            predictor = services.GetRequiredService<Predictor>();
            Assert.Same(predictor, services.GetRequiredService<Predictor>());
            Assert.NotNull(predictor.Predict(sample.Pictures[0]));
        }

        Assert.Throws<ObjectDisposedException>(() => predictor.Predict(sample.Pictures[0]));
    }
}
