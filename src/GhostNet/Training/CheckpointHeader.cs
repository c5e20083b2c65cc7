using System.Text.Json;
using GhostNet.Weights;

namespace GhostNet.Training;

/// <summary>Everything in a checkpoint but its tensors.</summary>
/// <param name="LibraryVersion">Version of the library that wrote it.</param>
/// <param name="Options">How the model is trained.</param>
/// <param name="Model">What the class of the model is called.</param>
/// <param name="Network">The network, and the images that it takes.</param>
/// <param name="Data">The images that it is trained on.</param>
/// <param name="Position">Where in the training it was written.</param>
/// <param name="History">The course of the training until then.</param>
/// <param name="RandomState">State of torch's random generator.</param>
/// <param name="Parts">The values of every part of the training that has state, by the part's name; see <see cref="IStateful"/>.</param>
internal sealed record CheckpointHeader(
    string LibraryVersion,
    TrainingOptions Options,
    string Model,
    NetworkDescription Network,
    TrainingData Data,
    CheckpointPosition Position,
    TrainingHistory History,
    byte[] RandomState,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>> Parts);
