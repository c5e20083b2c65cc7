using System.Security.Cryptography;
using GhostNet.Data;
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
    public void GoingOnGivesTheSameBitsAsNeverHavingStopped(string optimizer, int stopAfter)
    {
        var options = s_options with { Optimizer = optimizer == "adamw" ? new AdamWOptimizer() : new SgdOptimizer(), LearningRate = 0.01 };
        var (train, test) = (TinyModel.Data(120), TinyModel.Data(40, seed: 1)); // 8 steps an epoch.
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a.ckpt");

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
        Assert.Equal(whole.StepLosses, resumed.StepLosses);
        Assert.Equal(
            whole.Epochs.Select(epoch => epoch with { Seconds = 0, ImagesPerSecond = 0 }),
            resumed.Epochs.Select(epoch => epoch with { Seconds = 0, ImagesPerSecond = 0 }));

        // The live weights and the optimiser are equal too, not only the average that the model holds now.
        string before = Path.Combine(folder.Path, "b.ckpt"), after = Path.Combine(folder.Path, "c.ckpt");
        trainer.SaveCheckpoint(before);
        second.SaveCheckpoint(after);
        Assert.Equal(TensorsOf(before), TensorsOf(after));
    }

    [Fact]
    public void HoldsAGhostNetAndAllThatOneNeedsToUseIt()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a.ckpt");
        manual_seed(0);
        using var model = new GhostNetV1(TinyModel.SmallConfig);
        using var trainer = new Trainer(model, s_options with { Epochs = 1 });
        trainer.Fit(TinyModel.Data(64), TinyModel.Data(32));
        trainer.SaveCheckpoint(file);

        var checkpoint = Checkpoint.Read(file);
        Assert.Equal(model.Config, checkpoint.ModelConfig);
        Assert.Equal(trainer.Options, checkpoint.Options);
        Assert.Equal((1, 0, 4L, 4), (checkpoint.Epoch, checkpoint.Step, checkpoint.GlobalStep, checkpoint.StepsPerEpoch));
        Assert.Equal(["c0", "c1", "c2", "c3"], checkpoint.Data.ClassNames);
        Assert.Equal(0.25f, checkpoint.Data.Std[2]);
        Assert.Equal(trainer.History.Epochs, checkpoint.History.Epochs);
        Assert.True(checkpoint.HasAverage);
        Assert.Contains("1 of 1 epochs", checkpoint.ToString(), StringComparison.Ordinal);

        using var loaded = Checkpoint.LoadModel(file);
        Assert.False(loaded.training);
        Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(loaded));
        using var live = checkpoint.CreateModel(averaged: false);
        Assert.NotEqual(TinyModel.Bytes(model)["classifier.weight"], TinyModel.Bytes(live)["classifier.weight"]);
    }

    [Fact]
    public void AnotherModelIsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        var file = Save(folder);
        using var wider = new TinyModel(classes: 5);
        Assert.Contains("linear.weight as Float32 [4, 8], but the model needs Float32 [5, 8]", Fails(() => Trainer.Resume(file, wider, cancellationToken: TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        using var other = nn.Sequential(nn.Linear(8, 4));
        Assert.Contains("has no tensor model.0.weight", Fails(() => Checkpoint.Read(file).LoadWeights(other)), StringComparison.Ordinal);
        Assert.Contains("holds a TinyModel", Fails(() => Checkpoint.LoadModel(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherDataAreRefused()
    {
        using var folder = new TemporaryFolder();
        using var model = new TinyModel();
        using var trainer = Trainer.Resume(Save(folder), model, epochs: 9, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("needs the same images", Assert.Throws<ArgumentException>(() => trainer.Fit(TinyModel.Data(80), null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryDamageIsNoticedAndNamed()
    {
        using var folder = new TemporaryFolder();
        var file = Save(folder);
        var good = File.ReadAllBytes(file);
        var jsonLength = BitConverter.ToInt64(good, 16);

        Damage([], "offset 0");
        Damage(good[..31], "offset 0");
        Damage(good[..^1], "offset 24");
        Damage([.. good, 0], "offset 24");
        Damage("PK\u0003\u0004 some other file that is long enough to have a header and more"u8.ToArray(), "does not begin with GHOSTCKP");
        Damage(Changed(0, 1), "does not begin with GHOSTCKP");
        Damage(Changed(8, 2), "version 3");
        Damage(With(16, long.MaxValue), "offset 16");
        Damage(With(16, -1), "offset 16");
        Damage(With(24, long.MaxValue), "offset 24");
        Damage(Changed(40, 1), "checksum");
        Damage(Changed(good.Length - 40, 0x80), "checksum");
        Damage(Changed(good.Length - 1, 1), "checksum");
        Damage(Signed(Replace("\"globalStep\":8", "\"globalStep\":x")), "JSON");
        Damage(Signed(Replace("\"shape\":[4,8]", "\"shape\":[9,8]")), "claims 128 bytes for shape [9, 8]");
        Damage(Signed(Replace("\"type\":\"Float32\"", "\"type\":\"Float99\"")), "JSON");
        Damage(Signed(Replace("\"history\":{", "\"histary\":{")), "JSON");

        var random = new Random(5);
        for (var i = 0; i < 20; i++)
        {
            Damage(Changed(random.Next(32, good.Length), (byte)(1 << random.Next(8))), "checksum");
        }

        Assert.Contains("is a folder", Fails(() => Checkpoint.Read(folder.Path)), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Fails(() => Checkpoint.Read(Path.Combine(folder.Path, "none.ckpt"))), StringComparison.Ordinal);

        void Damage(byte[] bytes, string words)
        {
            var path = Path.Combine(folder.Path, "damaged");
            File.WriteAllBytes(path, bytes);
            var message = Fails(() => Checkpoint.Read(path));
            Assert.Contains(path, message, StringComparison.Ordinal);
            Assert.Contains(words, message, StringComparison.Ordinal);
        }

        byte[] Changed(int offset, byte bits)
        {
            var bytes = good.ToArray();
            bytes[offset] ^= bits;
            return bytes;
        }

        byte[] With(int offset, long value)
        {
            var bytes = good.ToArray();
            BitConverter.TryWriteBytes(bytes.AsSpan(offset), value);
            return bytes;
        }

        byte[] Replace(string old, string replacement)
        {
            var json = System.Text.Encoding.UTF8.GetString(good, 32, (int)jsonLength);
            Assert.Contains(old, json, StringComparison.Ordinal);
            Assert.Equal(old.Length, replacement.Length);
            var bytes = good.ToArray();
            System.Text.Encoding.UTF8.GetBytes(json.Replace(old, replacement, StringComparison.Ordinal)).CopyTo(bytes, 32);
            return bytes;
        }

        // With a right checksum: what follows is about what the file says, not about bits that fell over.
        static byte[] Signed(byte[] bytes)
        {
            SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32)).CopyTo(bytes, bytes.Length - 32);
            return bytes;
        }
    }

    [Fact]
    public void TheNewestGoodOneOfAFolderIsTakenAndDamagedOnesAreNamed()
    {
        using var folder = new TemporaryFolder();
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_options);
        var saver = new ModelCheckpoint(folder.Path, everySteps: 3, keep: 3);
        trainer.Fit(TinyModel.Data(120), TinyModel.Data(40), saver);

        string[] names = ["best.ckpt", "step-0000000018.ckpt", "step-0000000021.ckpt", "step-0000000024.ckpt"];
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
        var half = Path.Combine(folder.Path, ".step-0000000024.ckpt.123-abc.tmp");
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
    public void ACheckpointOfRuinedWeightsIsNotWritten()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a.ckpt");
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
        var file = Path.Combine(folder.Path, "a.ckpt");
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_options with { Epochs = 1 });
        trainer.Fit(TinyModel.Data(120), null);
        trainer.SaveCheckpoint(file);
        return file;
    }

    private static string Fails(Action what) => Assert.Throws<CheckpointException>(what).Message;

    /// <summary>All bytes between the JSON and the checksum.</summary>
    private static byte[] TensorsOf(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return bytes[(32 + (int)BitConverter.ToInt64(bytes, 16))..^32];
    }
}
