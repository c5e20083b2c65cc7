namespace GhostNet.Interactive.Views;

/// <summary>What the script of <see cref="ConvolutionStepsView"/> needs; the names are the script's.</summary>
internal sealed record StepNumbers(
    IEnumerable<IEnumerable<double>> Image,
    IEnumerable<IEnumerable<double>> Kernel,
    IEnumerable<IEnumerable<double>> Output,
    int Stride,
    int Padding,
    int Unit,
    double Largest,
    double Deepest,
    int Pause);
