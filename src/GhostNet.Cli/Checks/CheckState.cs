using System.Text.Json.Serialization;

namespace GhostNet.Cli.Checks;

/// <summary>The result of a check of this machine.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckState>))]
internal enum CheckState
{
    /// <summary>Present and works.</summary>
    Good,

    /// <summary>Not there, but training does not need it.</summary>
    Absent,

    /// <summary>Does not work, but training needs it.</summary>
    Broken,
}
