using System.Text.Json.Serialization.Metadata;

namespace GhostNet.IO;

/// <summary>Refuses JSON in which a property is missing: generated code sets it to zero or null, not to its default.</summary>
/// <remarks>A property that a later version adds needs a way of its own to be read from older files.</remarks>
internal static class CompleteJson
{
    /// <summary>What to add to the contract of types so that no property of these may be missing.</summary>
    /// <param name="types">The types.</param>
    public static Action<JsonTypeInfo> Of(params Type[] types) => type =>
    {
        if (types.Contains(type.Type))
        {
            foreach (var property in type.Properties.Where(static property => property.Set is not null))
            {
                property.IsRequired = true;
            }
        }
    };
}
