using GhostNet.Cli.Runs;
using GhostNet.Data;
using GhostNet.Interactive;
using GhostNet.Models;
using GhostNet.Training;

namespace GhostNet.Cli.Commands.Train;

/// <summary><c>--lr auto</c>: the learning rate is found by a short run before the training.</summary>
internal static class RateSearch
{
    /// <summary>Finds it and says it.</summary>
    /// <param name="terminal">Where to say it.</param>
    /// <param name="model">The network; afterwards it is as before.</param>
    /// <param name="train">The images.</param>
    /// <param name="options">How it is going to be trained.</param>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public static LearningRateSearch Run(Terminal terminal, ImageClassifier model, ImageDataset train, TrainingOptions options)
    {
        terminal.Writer.WriteLine("--lr auto: looking for a learning rate, by a short run of up to 120 steps.");
        try
        {
            var search = LearningRateFinder.Run(model, train, options);
            terminal.Writer.WriteLine($"--lr auto: {search}.");
            return search;
        }
        catch (OperationCanceledException exception)
        {
            throw new OperationCanceledException("Stopped while it looked for a learning rate: the training has not begun, and nothing was written.", exception);
        }
    }

    /// <summary>Writes its curve into the folder of the training.</summary>
    /// <param name="search">The search.</param>
    /// <param name="run">The folder.</param>
    public static void Write(this LearningRateSearch search, RunFolder run) => Show.TitledPage(run.RatePage, "Learning rate", [search.View()]);
}
