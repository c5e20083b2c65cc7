using GhostNet.Training;
using Tensorboard;

namespace GhostNet.Tests.Training;

public sealed class TensorBoardLoggerTests
{
    [Fact]
    public void Writes_what_TensorBoard_reads()
    {
        var folder = Directory.CreateTempSubdirectory("ghostnet-board-").FullName;
        try
        {
            using var model = new TinyModel();
            using var trainer = new Trainer(model, new TrainingOptions { Epochs = 2, BatchSize = 8, Device = "cpu" });
            var history = trainer.Fit(TinyModel.Data(32), TinyModel.Data(16, 1), new TensorBoardLogger(folder, everySteps: 2));

            var events = Events(Assert.Single(Directory.GetFiles(folder)));
            Assert.Equal("brain.Event:2", events[0].FileVersion);
            var values = events.Skip(1).SelectMany(entry => entry.Summary.Value.Select(value => (value.Tag, entry.Step, value.SimpleValue))).ToLookup(value => value.Tag);
            Assert.Equal([2L, 4, 6, 8], values["step/loss"].Select(value => value.Step));
            Assert.Equal(history.StepLosses.Where(point => point.Step % 2 == 1).Select(point => (float)point.Loss), values["step/loss"].Select(value => value.SimpleValue));
            Assert.Equal(history.Epochs.Select(epoch => (float)epoch.ValidationAccuracy!.Value), values["epoch/accuracy/validation"].Select(value => value.SimpleValue));
            Assert.Equal([1L, 2], values["epoch/learning rate"].Select(value => value.Step));

            // Within minutes of now: the clock of TensorBoard's files counts seconds, and TorchSharp's writer rounds it.
            Assert.All(events.Skip(1), entry => Assert.InRange(entry.WallTime, Now() - 600, Now() + 600));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>Records of a length, its checksum, that many bytes, and theirs.</summary>
    private static List<Event> Events(string file)
    {
        using var reader = new BinaryReader(File.OpenRead(file));
        List<Event> events = [];
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            var length = reader.ReadInt64();
            reader.ReadUInt32();
            events.Add(Event.Parser.ParseFrom(reader.ReadBytes((int)length)));
            reader.ReadUInt32();
        }

        return events;
    }
}
