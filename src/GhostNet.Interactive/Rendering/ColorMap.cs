namespace GhostNet.Interactive;

/// <summary>How a number becomes a colour. NaN is magenta in each of them.</summary>
public enum ColorMap
{
    /// <summary>Grey for images, <see cref="BlueRed"/> for values on both sides of zero, else <see cref="Viridis"/>.</summary>
    Auto,

    /// <summary>Black to white.</summary>
    Gray,

    /// <summary>Dark blue over green to yellow: equal steps look equal, also to the colour-blind and in print.</summary>
    Viridis,

    /// <summary>Blue for negative, white for zero, red for positive values.</summary>
    BlueRed,
}
