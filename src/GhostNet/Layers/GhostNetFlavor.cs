namespace GhostNet.Layers;

/// <summary>Whose rules a network follows where the paper and the tutorial differ.</summary>
public enum GhostNetFlavor
{
    /// <summary>
    /// The paper and its authors' code: squeeze-and-excitation narrows to <c>channels · ratio</c>; its gate is
    /// <c>relu6(x + 3) / 6</c>, between 0 and 1; channel counts are rounded to the nearest multiple, never below 90 %; kernels
    /// start with variance <c>2 / fan-out</c>, where the fan-out of a depthwise kernel counts its own channel only (He et al.,
    /// ICCV 2015, arXiv 1502.01852).
    /// </summary>
    Paper,

    /// <summary>
    /// The tutorial, with its defects: squeeze-and-excitation widens to <c>⌊channels / ratio⌋</c>; its gate is
    /// <c>relu(x + 3) / 6</c>, without an upper bound; channel counts are rounded up, which makes no difference at width 1;
    /// depthwise kernels start far too small, because all output channels count as their fan-out.
    /// </summary>
    Tutorial,
}
