using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Fields of a request that only one command reads.</summary>
internal static class CommandFields
{
    private static readonly (string Field, string Command)[] Owners =
        [("changes", "dms margin whatif"), ("liquidation", "dms margin liquidation")];

    /// <summary>Refuses fields that another command would read: ignoring them would hide what was asked.</summary>
    /// <param name="f">The request.</param>
    /// <param name="own">Field of the command itself; null = none.</param>
    public static void RefuseOthers(JsonFields f, string? own)
    {
        foreach ((string field, string command) in Owners)
        {
            if (field != own && f.IsOn(field))
            {
                throw new InputRefusedException(
                    "NotSupported",
                    $"Field '{field}' is read by '{command}' alone. Leave it out or use that command.",
                    field);
            }
        }
    }
}
