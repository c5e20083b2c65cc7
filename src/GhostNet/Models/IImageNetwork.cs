namespace GhostNet.Models;

/// <summary>What every network of this library says about the images that it takes.</summary>
internal interface IImageNetwork
{
    /// <summary>Channels of an image.</summary>
    int InputChannels { get; }

    /// <summary>Length of the logits.</summary>
    int Classes { get; }

    /// <summary>The least height and width of an image in pixels.</summary>
    int SmallestImage { get; }
}
