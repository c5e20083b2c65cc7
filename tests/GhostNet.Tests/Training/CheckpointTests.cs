using GhostNet.Data;
using GhostNet.Fuzz;
using GhostNet.Models;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

public sealed class CheckpointTests : OneThread
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 3,
        BatchSize = 16,
        LearningRate = 0.05,
        EmaDecay = 0.9,
        GradientClip = 1,
        Augmentation = Augmentation.Standard with { Padding = 1 },
    };

    [Theory]
    [InlineData("sgd", 1)]
    [InlineData("sgd", 7)]
    [InlineData("sgd", 8)]
    [InlineData("adamw", 19)]
    [InlineData("adam", 11)]
    [InlineData("rmsprop", 11)]
    [InlineData("lamb", 11)]
    public void Going_on_gives_the_same_bits_as_never_having_stopped(string optimizer, int stopAfter)
    {
        var options = s_options with
        {
            LearningRate = 0.01,
            Optimizer = optimizer switch
            {
                "adam" => new AdamOptimizer(),
                "adamw" => new AdamWOptimizer(),
                "rmsprop" => new RmsPropOptimizer(alpha: 0.9, momentum: 0.5),
                "lamb" => new LambOptimizer(beta1: 0.8),
                _ => new SgdOptimizer(),
            },
        };
        var (train, test) = (TinyModel.Data(120), TinyModel.Data(40, seed: 1)); // 8 steps an epoch.
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a.safetensors");

        using var straight = new TinyModel();
        using var trainer = new Trainer(straight, options);
        var whole = trainer.Fit(train, test);

        using (var stopped = new TinyModel())
        using (var first = new Trainer(stopped, options))
        {
            first.Fit(train, test, new At(stopAfter, context =>
            {
                context.SaveCheckpoint(file);
                context.Stop("enough");
            }));
        }

        // Another history of the process: whoever draws from torch's generator in between changes nothing.
        manual_seed(99);
        using var fresh = new TinyModel();
        using var second = Trainer.Resume(file, fresh, cancellationToken: TestContext.Current.CancellationToken);
        using var noise = rand(100);
        var resumed = second.Fit(train, test);

        Assert.Equal(TinyModel.Bytes(straight), TinyModel.Bytes(fresh));
        Assert.Equal(whole.StepLosses.Select(point => (point.Step, point.Loss)), resumed.StepLosses.Select(point => (point.Step, point.Loss)));
        Assert.Equal(
            whole.Epochs.Select(epoch => (epoch.Epoch, epoch.TrainLoss, epoch.TrainAccuracy, epoch.ValidationLoss, epoch.ValidationAccuracy, epoch.LearningRate)),
            resumed.Epochs.Select(epoch => (epoch.Epoch, epoch.TrainLoss, epoch.TrainAccuracy, epoch.ValidationLoss, epoch.ValidationAccuracy, epoch.LearningRate)));

        // The live weights and the optimiser are equal too, not only the average that the model holds now.
        string before = Path.Combine(folder.Path, "b.safetensors"), after = Path.Combine(folder.Path, "c.safetensors");
        trainer.SaveCheckpoint(before);
        second.SaveCheckpoint(after);
        Assert.Equal(options.Optimizer, Checkpoint.Read(after).Options.Optimizer);
        Assert.Equal(TensorsOf(before).Tensors, TensorsOf(after).Tensors);
        Assert.Equal(TensorsOf(before).RandomState, TensorsOf(after).RandomState);
    }

    [Fact]
    public void Holds_a_GhostNet_and_all_that_one_needs_to_use_it()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a.safetensors");
        manual_seed(0);
        using var model = new GhostNetV1(TinyModel.SmallConfig);
        using var trainer = new Trainer(model, s_options with { Epochs = 1 });
        trainer.Fit(TinyModel.Data(64), TinyModel.Data(32));
        trainer.SaveCheckpoint(file);

        var checkpoint = Checkpoint.Read(file);
        Assert.Equal(model.Spec, checkpoint.Spec);
        Assert.Equal(trainer.Options, checkpoint.Options);
        Assert.Equal((1, 0, 4L, 4), (checkpoint.Epoch, checkpoint.Step, checkpoint.GlobalStep, checkpoint.StepsPerEpoch));
        Assert.Equal(["c0", "c1", "c2", "c3"], checkpoint.Data.ClassNames);
        Assert.Equal(0.25f, checkpoint.Data.Std[2]);
        Assert.Equal(trainer.History.ToJson(), checkpoint.History.ToJson());
        Assert.True(checkpoint.HasAverage);
        Assert.Contains("1 of 1 epochs", checkpoint.ToString(), StringComparison.Ordinal);

        using var loaded = Checkpoint.LoadModel(file);
        Assert.False(loaded.training);
        Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(loaded));
        using var live = checkpoint.CreateModel(averaged: false);
        Assert.NotEqual(TinyModel.Bytes(model)["classifier.weight"], TinyModel.Bytes(live)["classifier.weight"]);
    }

    [Fact]
    public void Another_model_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        var file = Save(folder);
        using var wider = new TinyModel(classes: 5);
        Assert.Contains("mismatched: linear.weight is Float32 [4, 8] in the file, Float32 [5, 8] in the model", Fails(() => Trainer.Resume(file, wider, cancellationToken: TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        using var other = nn.Sequential(nn.Linear(8, 4));
        Assert.Contains("missing: 0.weight", Fails(() => Checkpoint.Read(file).LoadWeights(other)), StringComparison.Ordinal);
        Assert.Contains("holds a TinyModel", Fails(() => Checkpoint.LoadModel(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_data_are_refused()
    {
        using var folder = new TemporaryFolder();
        using var model = new TinyModel();
        using var trainer = Trainer.Resume(Save(folder), model, epochs: 9, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("needs the same images", Assert.Throws<ArgumentException>(() => trainer.Fit(TinyModel.Data(80), null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_damage_is_noticed_and_named()
    {
        using var folder = new TemporaryFolder();
        var file = Save(folder);
        var good = File.ReadAllBytes(file);
        var headerLength = (int)BitConverter.ToInt64(good);
        var damage = new Damage(folder.File("damaged"), good);

        damage.Refused([], "is empty");
        damage.Refused(good[..7], "byte 0");
        damage.Refused(good[..(headerLength / 2)], "byte 0");
        damage.Refused(good[..^1], "its tensors take");
        damage.Refused([.. good, 0], "its tensors take");
        damage.Refused("PK\u0003\u0004 some other file that is long enough to have a header and more"u8.ToArray(), "no safetensors file");
        damage.Refused(damage.With(0, long.MaxValue), "byte 0");
        damage.Refused(damage.With(0, -1), "byte 0");
        damage.Refused(damage.Changed(damage.Find("\"ghostnet.sha256\":\"") + 20, 1), "checksum");
        damage.Refused(damage.Changed(damage.Find("\"ghostnet.sha256\":") + 3, 1), "no ghostnet.sha256");
        damage.Refused(damage.Changed(damage.Find("\"ghostnet.checkpoint\":") + 3, 1), "checksum");
        damage.Refused(damage.Changed(good.Length - 1, 0x80), "checksum");
        damage.Refused(Signed("\"ghostnet.checkpoint\":\"2\"", "\"ghostnet.checkpoint\":\"3\""), "version 3");
        damage.Refused(Signed("\"ghostnet.checkpoint\":\"2\"", "\"ghostnet.checkpoinn\":\"2\""), "not a checkpoint");
        damage.Refused(Signed("\\\"globalStep\\\":8", "\\\"globalStep\\\":x"), "JSON");
        damage.Refused(Signed("\"shape\":[4,8]", "\"shape\":[9,8]"), "F32 [9, 8], which does not take the bytes");
        damage.Refused(Signed("\"dtype\":\"F32\"", "\"dtype\":\"F99\""), "not read here");
        damage.Refused(Signed("\"history\":\"", "\"histary\":\""), "no history");

        // A bit of anything: of the header, every seventh byte; of the tensors, some.
        var random = new Random(5);
        var places = Enumerable.Range(0, 8 + headerLength).Where(static place => place % 7 == 0)
            .Concat(Enumerable.Range(0, 50).Select(_ => random.Next(8 + headerLength, good.Length)));
        foreach (var place in places)
        {
            damage.Refused(damage.Changed(place, (byte)(1 << random.Next(8))), place < 8 + headerLength ? "" : "checksum");
        }

        Assert.Contains("is a folder", Fails(() => Checkpoint.Read(folder.Path)), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Fails(() => Checkpoint.Read(Path.Combine(folder.Path, "none.safetensors"))), StringComparison.Ordinal);

        // With a right digest: what is wrong is what the file says, not bits that fell over.
        byte[] Signed(string old, string replacement) => SafetensorsBytes.Sign(damage.Replaced(old, replacement));
    }

    [Fact]
    public void The_newest_good_one_of_a_folder_is_taken_and_damaged_ones_are_named()
    {
        using var folder = new TemporaryFolder();
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_options);
        var saver = new ModelCheckpoint(folder.Path, everySteps: 3, keep: 3);
        trainer.Fit(TinyModel.Data(120), TinyModel.Data(40), saver);

        string[] names = ["best.safetensors", "step-0000000018.safetensors", "step-0000000021.safetensors", "step-0000000024.safetensors"];
        Assert.Equal(names, Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal(Path.Combine(folder.Path, names[3]), trainer.LastCheckpoint is { } last && last == saver.BestPath ? saver.LastPath : trainer.LastCheckpoint);

        File.Delete(saver.BestPath);
        var bytes = File.ReadAllBytes(Path.Combine(folder.Path, names[3]));
        bytes[^100] ^= 4;
        File.WriteAllBytes(Path.Combine(folder.Path, names[3]), bytes);
        using var fresh = new TinyModel();
        using var resumed = Trainer.Resume(folder.Path, fresh, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(21, resumed.ResumedFrom!.GlobalStep);
        Assert.Contains(names[3], Assert.Single(resumed.ResumedFrom.Skipped), StringComparison.Ordinal);

        // The folder belongs to that training: another one does not mix its files in. What was left half-written goes.
        var half = Path.Combine(folder.Path, ".step-0000000024.safetensors.123-abc.tmp");
        File.WriteAllText(half, "cut o");
        resumed.Fit(TinyModel.Data(120), null, new ModelCheckpoint(folder.Path, everySteps: 3, keep: 2));
        Assert.False(File.Exists(half));
        Assert.Equal(names[2..], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal(24, Checkpoint.Read(Path.Combine(folder.Path, names[3])).GlobalStep);
        using var another = new TinyModel();
        using var anotherTrainer = new Trainer(another, s_options);
        Assert.Contains("another training", Assert.Throws<InvalidOperationException>(() => anotherTrainer.Fit(TinyModel.Data(120), null, saver)).Message, StringComparison.Ordinal);

        using var empty = new TemporaryFolder();
        Assert.Contains("no checkpoint", Fails(() => Checkpoint.Find(empty.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_ruined_weights_is_not_written()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a.safetensors");
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_options);
        Assert.Throws<TrainingDivergedException>(() => trainer.Fit(TinyModel.Data(64), null, new At(2, context =>
        {
            using var _ = no_grad();
            context.Model.parameters().First().fill_(double.NaN);
            context.SaveCheckpoint(file);
        })));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static string Save(TemporaryFolder folder)
    {
        var file = Path.Combine(folder.Path, "a.safetensors");
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_options with { Epochs = 1 });
        trainer.Fit(TinyModel.Data(120), null);
        trainer.SaveCheckpoint(file);
        return file;
    }

    private static string Fails(Action what) => Assert.Throws<CheckpointException>(what).Message;

    /// <summary>The bytes of the tensors, and the state of the random generator.</summary>
    private static (byte[] Tensors, byte[] RandomState) TensorsOf(string file) =>
        (SafetensorsBytes.Data(File.ReadAllBytes(file)), Checkpoint.Read(file).RandomState);
}
