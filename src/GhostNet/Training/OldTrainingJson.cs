using System.Text.Json.Nodes;

namespace GhostNet.Training;

/// <summary>Gives the JSON of a checkpoint of version 0.1.0 the names of today. What is missing or of another kind stays so, and is refused when it is read.</summary>
internal static class OldTrainingJson
{
    /// <summary>Changes the options and the history in place.</summary>
    /// <param name="header">The JSON part of the checkpoint.</param>
    public static void Upgrade(JsonNode? header)
    {
        if (Member(header, "options") is JsonObject options)
        {
            UpgradeOptimizer(options);
            if (options.Remove("labelSmoothing", out var smoothing))
            {
                options["loss"] = new JsonObject { ["$type"] = "cross-entropy", ["labelSmoothing"] = smoothing };
            }

            for (var schedule = options["schedule"] as JsonObject; schedule is not null; schedule = schedule["then"] as JsonObject)
            {
                Rename(schedule, "finalShare", "finalFraction");
                Rename(schedule, "initialShare", "initialFraction");
                Rename(schedule, "warmupShare", "warmupFraction");
                Rename(schedule, "dropFactor", "dropMultiplier");
            }
        }

        foreach (var epoch in (Member(Member(header, "history"), "epochs") as JsonArray ?? []).OfType<JsonObject>())
        {
            Rename(epoch, "testLoss", "validationLoss");
            Rename(epoch, "testAccuracy", "validationAccuracy");
        }
    }

    private static void UpgradeOptimizer(JsonObject options)
    {
        if (options.Remove("momentum", out var momentum) & options.Remove("nesterov", out var nesterov))
        {
            options["optimizer"] = options["optimizer"]?.ToString() switch
            {
                "Sgd" => new JsonObject { ["$type"] = "sgd", ["momentum"] = momentum, ["nesterov"] = nesterov },
                "AdamW" => new JsonObject { ["$type"] = "adamw" },
                var other => other,
            };
        }
    }

    private static JsonNode? Member(JsonNode? node, string name) => (node as JsonObject)?[name];

    private static void Rename(JsonObject node, string old, string name)
    {
        if (node.Remove(old, out var value))
        {
            node[name] = value;
        }
    }
}
