using GhostNet.Training;
using Tensorboard;

namespace GhostNet.Tests.Training;

public sealed class TensorBoardLoggerTests
{
    private static readonly TrainingOptions s_options = new() { Epochs = 2, BatchSize = 8, Device = "cpu" };

    [Fact]
    public void Writes_what_TensorBoard_reads()
    {
        using var folder = new TemporaryFolder();
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_options);
        var history = trainer.Fit(TinyModel.Data(32), TinyModel.Data(16, 1), new TensorBoardLogger(folder.Path, everySteps: 2));

        var file = Assert.Single(Directory.GetFiles(folder.Path));
        Assert.Contains("tfevents", Path.GetFileName(file), StringComparison.Ordinal);
        var events = Events(file);
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        var values = Values(events);
        Assert.Equal([2L, 4, 6, 8], values["step/loss"].Select(value => value.Step));
        Assert.Equal(history.StepLosses.Where(point => point.Step % 2 == 1).Select(point => (float)point.Loss), values["step/loss"].Select(value => value.Value));
        Assert.Equal(history.Epochs.Select(epoch => (float)epoch.ValidationAccuracy!.Value), values["epoch/accuracy/validation"].Select(value => value.Value));
        Assert.Equal([1L, 2], values["epoch/learning rate"].Select(value => value.Step));

        // TensorBoard's clock counts seconds. The time is kept to much less than one.
        Assert.All(events, entry => Assert.InRange(entry.WallTime, Now() - 600, Now() + 600));
        Assert.Contains(events, entry => entry.WallTime % 1 != 0);
    }

    [Fact]
    public void After_a_resume_no_step_and_no_epoch_is_there_twice()
    {
        using var folder = new TemporaryFolder();
        var (board, file) = (Path.Combine(folder.Path, "board"), Path.Combine(folder.Path, "a.safetensors"));
        using (var model = new TinyModel())
        {
            // What is written after the checkpoint of step 5 is lost, as when the process is killed.
            using var trainer = new Trainer(model, s_options);
            trainer.Fit(TinyModel.Data(32), TinyModel.Data(16, 1), new TensorBoardLogger(board, everySteps: 1), new At(5, context => context.SaveCheckpoint(file)));
        }

        var whole = Values(Directory.GetFiles(board).SelectMany(Events));
        using (var last = new FileStream(Assert.Single(Directory.GetFiles(board)), FileMode.Append))
        {
            last.Write([1, 2, 3]); // Killed while it wrote.
        }

        using (var model = new TinyModel())
        {
            using var trainer = Trainer.Resume(file, model, cancellationToken: TestContext.Current.CancellationToken);
            trainer.Fit(TinyModel.Data(32), TinyModel.Data(16, 1), new TensorBoardLogger(board, everySteps: 1));
        }

        var files = Directory.GetFiles(board).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, files.Count);
        var resumed = Values(files.SelectMany(Events));
        Assert.Equal(whole.Select(tag => tag.Key).Order(), resumed.Select(tag => tag.Key).Order());
        Assert.All(whole.Where(tag => tag.Key != "epoch/images per second"), tag => Assert.Equal(tag, resumed[tag.Key]));
        Assert.Equal(Enumerable.Range(1, 8).Select(step => (long)step), resumed["step/loss"].Select(value => value.Step));
        Assert.Equal([1L, 2], resumed["epoch/images per second"].Select(value => value.Step));
    }

    [Fact]
    public void Files_of_others_stay_as_they_are()
    {
        using var folder = new TemporaryFolder();
        var other = Path.Combine(folder.Path, "events.out.tfevents.1700000000.host");
        File.WriteAllText(other, "anything");
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_options);
        trainer.Fit(TinyModel.Data(32), null, new TensorBoardLogger(folder.Path));
        Assert.Equal("anything", File.ReadAllText(other));
    }

    private static double Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private static ILookup<string, (long Step, float Value)> Values(IEnumerable<Event> events) => events
        .SelectMany(entry => (entry.Summary?.Value ?? []).Select(value => (value.Tag, Point: (entry.Step, value.SimpleValue))))
        .ToLookup(value => value.Tag, value => value.Point);

    /// <summary>Records of a length, its checksum, that many bytes, and theirs.</summary>
    private static List<Event> Events(string file)
    {
        using var reader = new BinaryReader(File.OpenRead(file));
        List<Event> events = [];
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            var length = reader.ReadBytes(8);
            Assert.Equal(Masked(length), reader.ReadUInt32());
            var data = reader.ReadBytes((int)BitConverter.ToInt64(length));
            Assert.Equal(Masked(data), reader.ReadUInt32());
            events.Add(Event.Parser.ParseFrom(data));
        }

        return events;
    }

    /// <summary>CRC-32C bit by bit, masked as TensorFlow does (lib/hash/crc32c.h).</summary>
    private static uint Masked(byte[] data)
    {
        var crc = 0xFFFFFFFF;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }
}
