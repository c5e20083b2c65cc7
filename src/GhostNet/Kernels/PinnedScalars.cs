using TorchSharp;

namespace GhostNet.Kernels;

/// <summary>Numbers for torch's functions that stay where they are.</summary>
/// <remarks>
/// TorchSharp hands the bare pointer of a <see cref="Scalar"/> to native code. One that is made on the way into a call, as in
/// <c>x.mul_(0.9)</c>, or within TorchSharp, as the factor 1 in <c>x.add_(y)</c> and <c>x + y</c>, may be finalised while native code
/// still reads it. The result is an exception or, silently, a wrong number; it ended a training of hours. What runs in
/// every step therefore holds its numbers by name: here, or with <c>using</c>.
/// </remarks>
internal static class PinnedScalars
{
    /// <summary>0.</summary>
    public static Scalar Zero { get; } = 0;

    /// <summary>1: also the factor of every addition.</summary>
    public static Scalar One { get; } = 1;
}
