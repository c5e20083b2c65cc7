using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;

namespace GhostNet.Interactive.Tests.Curves;

public sealed class LiveCurvesTests
{
    private static readonly GhostNetConfig s_config = new() { Width = 0.1, Classes = 10, StemStride = 2, HeadChannels = 16 };

    private static readonly ImageDataset s_images = Shapes.Create(train: 64, test: 10, seed: 1).Train;

    [Fact]
    public void Draws_at_most_four_times_a_second_and_leaves_the_last_picture()
    {
        var clock = new HandClock();
        var display = new RecordingDisplay();
        Train(new TrainingOptions { Epochs = 3, BatchSize = 16, LearningRate = 0.01, Device = "cpu" }, new Turn(clock, 100), new LiveCurves(() => display, clock));

        // Twelve steps of 100 ms: a picture at steps 1, 4, 7 and 10, and the last.
        Assert.Equal(5, display.Views.Count);
        Assert.Equal(1, display.Disposals);
        Assert.Contains("aria-valuenow=\"8.3\"", display.Views[0].ToHtml(), StringComparison.Ordinal);
        var last = display.Views[^1].ToHtml();
        Markup.StandsAlone(last);
        Assert.Contains("aria-valuenow=\"100.0\"", last, StringComparison.Ordinal);
        Assert.Contains("<dt>epochs</dt><dd>3</dd>", last, StringComparison.Ordinal);

        // A picture is of its moment, however late the host asks for it.
        Assert.DoesNotContain("<dt>epochs</dt>", display.Views[0].ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_fails_leaves_its_last_picture()
    {
        var display = new RecordingDisplay();
        Assert.Throws<InvalidOperationException>(() => Train(
            new TrainingOptions { Epochs = 3, BatchSize = 16, Device = "cpu" }, new LiveCurves(() => display, new HandClock()), new Fail()));
        Assert.Equal(1, display.Disposals);
        Assert.Equal(2, display.Views.Count);
    }

    [Fact]
    public void Reports_become_one_bar_per_training()
    {
        var clock = new HandClock();
        List<RecordingDisplay> displays = [];
        var bar = new NotebookProgress(
            () =>
            {
                displays.Add(new RecordingDisplay());
                return displays[^1];
            },
            clock);
        for (var step = 0; step <= 10; step++)
        {
            bar.Report(Report(step));
            clock.Turn(100);
        }

        bar.Report(Report(0));
        Assert.Equal([5, 1], displays.Select(display => display.Views.Count));
        Assert.Equal([1, 0], displays.Select(display => display.Disposals));
        Assert.Equal(Report(10).ToString(), displays[0].Views[^1].ToString());
        Assert.Contains("width:100.0%", displays[0].Views[^1].ToHtml(), StringComparison.Ordinal);
    }

    private static TrainingProgress Report(int step) => new(
        1, 1, step, 10, step, 10, 0.5, 0.8, null, 0.1, 1000, TimeSpan.FromSeconds(step), null, isFinished: step == 10);

    private static void Train(TrainingOptions options, params TrainingCallback[] callbacks)
    {
        using var model = new GhostNetV1(s_config);
        using var trainer = new Trainer(model, options);
        trainer.Fit(s_images, null, callbacks);
    }

    private sealed class Turn(HandClock clock, int milliseconds) : TrainingCallback
    {
        public override void OnStepEnd(TrainingContext context) => clock.Turn(milliseconds);
    }

    private sealed class Fail : TrainingCallback
    {
        public override void OnStepEnd(TrainingContext context)
        {
            if (context.GlobalStep == 2)
            {
                throw new InvalidOperationException("enough");
            }
        }
    }
}
