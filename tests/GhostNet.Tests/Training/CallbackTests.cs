using System.Globalization;
using System.Text.RegularExpressions;
using GhostNet.Data;
using GhostNet.Training;

namespace GhostNet.Tests.Training;

public sealed partial class CallbackTests : OneThread
{
    private static readonly TrainingOptions s_options = new() { Epochs = 2, BatchSize = 16, LearningRate = 0.05, Augmentation = Augmentation.None };

    [Fact]
    public void LossMonitor_writes_the_lines_of_the_tutorial_to_both_places()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter { NewLine = Environment.NewLine };
        var monitor = new LossMonitor(everySteps: 3, logFile: folder.Path, output: output);
        var before = CultureInfo.CurrentCulture;
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = german;
            Fit(s_options, monitor);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        var lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines, File.ReadAllLines(monitor.LogFile!));
        Assert.Matches(@"^training-\d{8}-\d{6}\.log$", Path.GetFileName(monitor.LogFile!));
        Assert.Equal(2 * 2, lines.Count(line => StepLine().IsMatch(line)));
        Assert.Equal(2, lines.Count(line => EpochLine().IsMatch(line)));
        Assert.Contains("Epoch:[  1/  2], step:[    3/    4]", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Completed. Total time: 0:00:", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void LossMonitor_continues_a_log_and_writes_the_failure()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "run.log");
        File.WriteAllText(file, "yesterday" + Environment.NewLine);
        var monitor = new LossMonitor(logFile: file, output: TextWriter.Null);
        Assert.Throws<TrainingDivergedException>(() =>
            Fit(s_options with { LearningRate = 1e30, WarmupEpochs = 0 }, monitor));
        var lines = File.ReadAllLines(file);
        Assert.Equal("yesterday", lines[0]);
        Assert.StartsWith("Training diverged: ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_good_checkpoint_is_named_when_training_diverges()
    {
        using var folder = new TemporaryFolder();
        var saver = new ModelCheckpoint(folder.Path, everySteps: 2);
        var exception = Assert.Throws<TrainingDivergedException>(() => Fit(s_options, saver, new At(3, context =>
        {
            using var _ = TorchSharp.torch.no_grad();
            context.Model.parameters().First().fill_(double.PositiveInfinity);
        })));
        Assert.Equal(3, exception.Step);
        Assert.Contains($"The last good checkpoint is {saver.LastPath}.", exception.Message, StringComparison.Ordinal);
        Assert.Equal("step-0000000002.safetensors", Path.GetFileName(Assert.Single(Directory.GetFiles(folder.Path))));
    }

    [Fact]
    public void The_CSV_file_has_one_row_per_epoch_also_after_going_on()
    {
        using var folder = new TemporaryFolder();
        var (csv, file) = (Path.Combine(folder.Path, "log.csv"), Path.Combine(folder.Path, "a.safetensors"));
        Fit(s_options, new CsvLogger(csv), new At(6, context => context.SaveCheckpoint(file)));
        var rows = File.ReadAllLines(csv);
        Assert.Equal(3, rows.Length);

        using var model = new TinyModel();
        using var trainer = Trainer.Resume(file, model, cancellationToken: TestContext.Current.CancellationToken);
        trainer.Fit(TinyModel.Data(64), TinyModel.Data(32), new CsvLogger(csv));
        var again = File.ReadAllLines(csv);
        Assert.Equal(["epoch", "1", "2"], again.Select(row => row.Split(',')[0]));
        Assert.Equal(rows[1], again[1]);
        Assert.Equal(rows[2].Split(',')[..6], again[2].Split(',')[..6]);
        Assert.All(again, row => Assert.Equal(8, row.Split(',').Length));
    }

    [Fact]
    public void EarlyStopping_ends_the_training_when_nothing_improves()
    {
        var history = Fit(
            s_options with { Epochs = 50, LearningRate = 1e-9, WarmupEpochs = 0 },
            new EarlyStopping(patience: 2, TrainingMetric.ValidationLoss, minimumChange: 0.5));
        Assert.Equal(TrainingOutcome.Stopped, history.Outcome);
        Assert.Equal(3, history.Epochs.Count);
        Assert.Contains("ValidationLoss", history.Reason, StringComparison.Ordinal);
        Assert.Contains("Stopped: ValidationLoss", history.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_ends_with_the_whole_and_the_bar_fills_up()
    {
        var reports = new List<TrainingProgress>();
        using var output = new StringWriter();
        Fit(s_options with { Epochs = 20 }, new ProgressReporter(new Collector(reports)), ProgressReporter.To(output));
        Assert.True(reports.Count >= 21);
        Assert.Equal(1, reports[^1].Fraction);
        Assert.True(reports[^1].IsFinished);
        Assert.NotNull(reports[^1].ValidationAccuracy);

        var lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 10, 12);
        Assert.StartsWith("[########################] epoch 20/20, step 4/4, loss", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_leaves_a_checkpoint()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var history = Fit(
            s_options with { Cancellation = cancellation.Token },
            new ModelCheckpoint(folder.Path),
            new At(3, _ => cancellation.Cancel()));
        Assert.Equal(TrainingOutcome.Cancelled, history.Outcome);
        Assert.Equal((0, 3), (Checkpoint.Find(folder.Path).Epoch, Checkpoint.Find(folder.Path).Step));
    }

    [Fact]
    public void The_history_survives_JSON_and_stays_small()
    {
        var history = Fit(s_options);
        var again = TrainingHistory.FromJson(history.ToJson());
        Assert.Equal(history.ToJson(), again.ToJson());
        Assert.Equal(history.Epochs.Select(epoch => epoch.ValidationLoss), again.Epochs.Select(epoch => epoch.ValidationLoss));
        Assert.Equal(history.StepLosses.Select(point => (point.Step, point.Loss)), again.StepLosses.Select(point => (point.Step, point.Loss)));
        Assert.Equal(history.ToString(), again.ToString());
        Assert.Contains("*", history.ToString(), StringComparison.Ordinal);

        var longOne = FitLinear(s_options with { Epochs = 130, BatchSize = 2 });
        Assert.InRange(longOne.StepLosses.Count, 2048, TrainingHistory.MaxStepLosses);
        Assert.Equal(2, longOne.StepInterval);
        Assert.All(longOne.StepLosses, point => Assert.Equal(0, point.Step % 2));
    }

    private static TrainingHistory Fit(TrainingOptions options, params TrainingCallback[] callbacks)
    {
        using var model = new TinyModel();
        using var trainer = new Trainer(model, options);
        return trainer.Fit(TinyModel.Data(64), TinyModel.Data(32), callbacks);
    }

    private static TrainingHistory FitLinear(TrainingOptions options)
    {
        using var model = TorchSharp.torch.nn.Sequential(TorchSharp.torch.nn.Flatten(), TorchSharp.torch.nn.Linear(192, 4));
        using var trainer = new Trainer(model, options);
        return trainer.Fit(TinyModel.Data(64), null);
    }

    [GeneratedRegex(@"^Epoch:\[ +\d+/ +\d+\], step:\[ +\d+/ +\d+\], loss:\[\d\.\d{3}/\d\.\d{3}\], time:\d+\.\d ms, lr:\d\.\d{5}$")]
    private static partial Regex StepLine();

    [GeneratedRegex(@"^Epoch time: \d+\.\d{3} ms, per step time: \d+\.\d{3} ms, avg loss: \d\.\d{3}$")]
    private static partial Regex EpochLine();

    private sealed class Collector(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }
}
