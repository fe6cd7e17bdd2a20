using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Serving;

/// <summary>Reads account commands.</summary>
internal static class CommandJson
{
    /// <summary>Reads a command object.</summary>
    /// <param name="element">The object.</param>
    /// <param name="pointer">Where it stands in the body.</param>
    /// <exception cref="RequestRefusedException">It is malformed (400).</exception>
    public static AccountCommand Read(JsonElement element, string pointer = "")
    {
        string type = JsonBody.Text(element, pointer, "type");
        switch (type)
        {
            case "deposit" or "withdraw":
                JsonBody.Allow(element, pointer, "type", "asset", "amount");
                string asset = JsonBody.Text(element, pointer, "asset");
                decimal amount = JsonBody.Decimal(element, pointer, "amount");
                return type == "deposit" ? new DepositCommand(asset, amount) : new WithdrawCommand(asset, amount);
            case "fill":
                JsonBody.Allow(element, pointer, "type", "instrument", "quantity", "price");
                return new FillCommand(
                    JsonBody.Text(element, pointer, "instrument"), JsonBody.Decimal(element, pointer, "quantity"), JsonBody.Decimal(element, pointer, "price"));
            case "setMode":
                JsonBody.Allow(element, pointer, "type", "mode");
                return new SetModeCommand(Mode(element, pointer));
            default:
                throw RequestRefusedException.Malformed($"{pointer}/type", "must be deposit, withdraw, fill or setMode");
        }
    }

    /// <summary>Reads the mode of an account.</summary>
    public static MarginMode Mode(JsonElement element, string pointer) => JsonBody.Text(element, pointer, "mode") switch
    {
        "isolated" => MarginMode.Isolated,
        "cross" => MarginMode.Cross,
        "portfolio" => MarginMode.Portfolio,
        _ => throw RequestRefusedException.Malformed($"{pointer}/mode", "must be isolated, cross or portfolio"),
    };
}
