using GhostNet.Training;

namespace GhostNet.Tests.Training;

/// <summary>A schedule of the user's own: a checkpoint holds its description, and Resume takes it again.</summary>
public sealed class OwnScheduleTests : OneThread
{
    private static readonly TrainingOptions s_options = new() { Epochs = 2, BatchSize = 16, LearningRate = 0.05, Schedule = new Sawtooth(3) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_training_goes_on_with_its_own_schedule_as_if_it_had_never_stopped(bool warm)
    {
        var options = warm ? s_options with { Schedule = s_options.Schedule.WithWarmup(0.5) } : s_options;
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a.safetensors");
        using var straight = new TinyModel();
        using (var trainer = new Trainer(straight, options))
        {
            trainer.Fit(TinyModel.Data(96), null, new At(5, context => context.SaveCheckpoint(file)));
        }

        using var fresh = new TinyModel();
        using var resumed = Trainer.Resume(file, fresh, parts: new TrainingParts { Schedule = options.Schedule }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(5, resumed.ResumedFrom!.GlobalStep);
        resumed.Fit(TinyModel.Data(96), null);
        Assert.Equal(TinyModel.Bytes(straight), TinyModel.Bytes(fresh));
    }

    [Fact]
    public void Without_the_schedule_resume_says_what_is_missing()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a.safetensors");
        using var model = new TinyModel();
        using (var trainer = new Trainer(model, s_options))
        {
            trainer.Fit(TinyModel.Data(32), null);
            trainer.SaveCheckpoint(file);
        }

        var message = Assert.Throws<CheckpointException>(() => Trainer.Resume(file, model, cancellationToken: TestContext.Current.CancellationToken)).Message;
        Assert.Contains("Sawtooth { Period = 3 }", message, StringComparison.Ordinal);
        Assert.Contains("pass the same to Resume in TrainingParts", message, StringComparison.Ordinal);
        Checkpoint.Read(file).LoadWeights(model); // Whoever only predicts needs no schedule.
    }

    private sealed record Sawtooth(int Period) : ILearningRateSchedule
    {
        public double Multiplier(long step, long totalSteps, int stepsPerEpoch) => 1.0 / (1 + (step % Period));
    }
}
