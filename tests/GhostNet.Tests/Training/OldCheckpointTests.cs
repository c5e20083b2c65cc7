using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Tests.Weights;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>Checkpoints in the format of version 0.1.0; the file was written by that version, at step 12 of 40.</summary>
public sealed class OldCheckpointTests : OneThread
{
    private static readonly string s_file = Sample.File("training-0.1.0.ckpt");

    private static GhostNetConfig Config => GhostNetConfig.Cifar(0.25) with { HeadChannels = 16, Stages = [new Stage(new Bottleneck(3, 48, 24, 0.25, 2))] };

    [Fact]
    public void An_old_checkpoint_is_read_and_says_that_it_is_old()
    {
        var checkpoint = Checkpoint.Read(s_file);
        Assert.True(checkpoint.IsOldFormat);
        Assert.Contains("old format of version 0.1.0", checkpoint.ToString(), StringComparison.Ordinal);
        Assert.Equal("0.1.0", checkpoint.LibraryVersion);
        Assert.Equal((1, 2, 12L, 10), (checkpoint.Epoch, checkpoint.Step, checkpoint.GlobalStep, checkpoint.StepsPerEpoch));
        Assert.Equal(0.9, checkpoint.Options.EmaDecay);
        Assert.Single(checkpoint.History.Epochs);
        Assert.True(checkpoint.HasAverage);

        using var model = Checkpoint.LoadModel(s_file);
        Assert.Equal(Config, Assert.IsType<GhostNetV1>(model).Config);
        using var images = zeros(2, 3, 32, 32);
        using var logits = model.call(images);
        Assert.True(logits.isfinite().all().item<bool>());
    }

    [Fact]
    public void Going_on_from_an_old_checkpoint_gives_the_bits_of_the_new_format_and_is_saved_in_it()
    {
        using var folder = new TemporaryFolder();
        var (old, copy) = (folder.File("step-0000000012.ckpt"), folder.File("copy.safetensors"));
        File.Copy(s_file, old);
        File.Copy(s_file, folder.File("step-0000000009.ckpt"));
        File.Copy(s_file, folder.File("best.ckpt"));
        using (var model = new GhostNetV1(Config))
        using (var trainer = Trainer.Resume(old, model, cancellationToken: TestContext.Current.CancellationToken))
        {
            trainer.SaveCheckpoint(copy);
        }

        Assert.False(Checkpoint.Read(copy).IsOldFormat);
        Assert.Equal(Fuzz.SafetensorsBytes.Data(Finish(copy, "from new")), Fuzz.SafetensorsBytes.Data(Finish(folder.Path, "from old")));

        // The old files went in their turn; the old best one stays until there is a better one.
        Assert.Equal(
            ["copy.safetensors", "step-0000000035.safetensors", "step-0000000040.safetensors"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Where(static name => !name!.StartsWith("best.", StringComparison.Ordinal)).Order());
        Assert.Single(Directory.GetFiles(folder.Path, "best.*"));

        byte[] Finish(string from, string into)
        {
            var data = Shapes.Create(train: 160, test: 32);
            using var model = new GhostNetV1(Config);
            using var trainer = Trainer.Resume(from, model, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(12, trainer.ResumedFrom!.GlobalStep);
            var target = into == "from old" ? folder.Path : folder.File(into);
            trainer.Fit(data.Train, data.Test, new ModelCheckpoint(target, everySteps: 5, keep: 2));
            return File.ReadAllBytes(Path.Combine(target, "step-0000000040.safetensors"));
        }
    }

    [Fact]
    public void Every_damage_is_noticed_and_named()
    {
        using var folder = new TemporaryFolder();
        var good = File.ReadAllBytes(s_file);
        var damage = new Damage(folder.File("damaged"), good);
        damage.Refused(good[..31], "byte 0");
        damage.Refused(good[..^1], "byte 24");
        damage.Refused([.. good, 0], "byte 24");
        damage.Refused(damage.Changed(0, 1), "no safetensors file");
        damage.Refused(damage.Changed(8, 2), "version 3");
        damage.Refused(damage.With(16, long.MaxValue), "byte 16");
        damage.Refused(damage.With(16, -1), "byte 16");
        damage.Refused(damage.With(24, long.MaxValue), "byte 24");
        damage.Refused(damage.Changed(40, 1), "checksum");
        damage.Refused(damage.Changed(good.Length - 40, 0x80), "checksum");
        damage.Refused(damage.Changed(good.Length - 1, 1), "checksum");
        damage.Refused(Signed("\"globalStep\":12", "\"globalStep\":xx"), "JSON");
        damage.Refused(Signed("\"type\":\"Float32\"", "\"type\":\"Float99\""), "JSON");
        damage.Refused(Signed("\"history\":{", "\"histary\":{"), "JSON");
        var random = new Random(5);
        for (var i = 0; i < 20; i++)
        {
            damage.Refused(damage.Changed(random.Next(32, good.Length), (byte)(1 << random.Next(8))), "checksum");
        }

        byte[] Signed(string old, string replacement) => CheckpointBytes.SignOld(damage.Replaced(old, replacement));
    }
}
