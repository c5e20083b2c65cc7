namespace GhostNet.Textures;

/// <summary>A picture as a file.</summary>
/// <param name="Bytes">What is in it.</param>
/// <param name="Ending">How its name ends: jpg or png.</param>
internal sealed record PictureFile(byte[] Bytes, string Ending);
