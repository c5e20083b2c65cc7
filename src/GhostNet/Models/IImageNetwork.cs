namespace GhostNet.Models;

/// <summary>What every network of this library says of the images that it takes.</summary>
internal interface IImageNetwork
{
    /// <summary>Channels of an image.</summary>
    int InputChannels { get; }

    /// <summary>Length of the logits.</summary>
    int Classes { get; }

    /// <summary>Pixels that an image's height and width must have at least.</summary>
    int SmallestImage { get; }
}
