using System.Numerics;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Writes answers of <c>margin liquidation</c>: only what was asked for.</summary>
internal static class LiquidationWriter
{
    public static void Write(Utf8JsonWriter w, string? id, LiquidationAnswer answer)
    {
        w.WriteStartObject();
        w.WriteString("id", id);
        w.WriteString(
            "status",
            answer.Requirement is null ? "refused" : JsonNames.Of(JsonNames.Statuses, answer.Requirement.Status));
        w.WriteBoolean("liquidatable", answer.IsLiquidatable);
        w.WritePropertyName("requirement");
        if (answer.Requirement is null)
        {
            MarginResponseWriter.WriteHeld(w, id, answer.Quality ?? []);
        }
        else
        {
            MarginResponseWriter.Write(w, answer.Requirement);
        }

        if (answer.Prices is not null)
        {
            w.Rows("liquidationPrices", answer.Prices, p =>
            {
                w.WriteString("underlying", p.Underlying);
                w.NumberOrNull("down", p.Down);
                w.NumberOrNull("up", p.Up);
            });
        }

        WriteJoint(w, answer.Joint);
        WritePlan(w, answer.Plan);
        if (answer.AuctionProportion is double proportion)
        {
            w.WriteStartObject("auction");
            w.WriteNumber("maximumProportion", proportion);
            w.WriteEndObject();
        }

        w.MoneyUnlessNull("cureAmount", answer.CureAmount);
        WriteOrder(w, answer.Order);
        w.WriteEndObject();
    }

    private static void WriteOrder(Utf8JsonWriter w, TieredPerpOrder? order)
    {
        if (order is null)
        {
            return;
        }

        w.WriteStartObject("order");
        w.WriteBoolean("liquidatable", order.Limits.IsLiquidatable);
        IntegerOrNull(w, "bankruptcyQuantums", order.Limits.Bankruptcy);
        w.NumberOrNull("fillablePrice", order.FillablePrice);
        w.IntegerOf("netCollateralQuantums", order.NetCollateral);
        w.IntegerOf("maintenanceQuantums", order.Maintenance);
        IntegerOrNull(w, "insuranceDeltaQuantums", order.Limits.InsuranceDelta);
        w.IntegerOf("maximumNotionalQuantums", order.Limits.MaximumNotional);
        w.IntegerOf("minimumNotionalQuantums", order.Limits.MinimumNotional);
        w.WriteEndObject();
    }

    private static void IntegerOrNull(Utf8JsonWriter w, string name, BigInteger? value)
    {
        if (value is BigInteger whole)
        {
            w.IntegerOf(name, whole);
        }
        else
        {
            w.WriteNull(name);
        }
    }

    private static void WriteJoint(Utf8JsonWriter w, JointMove? joint)
    {
        if (joint is not null)
        {
            w.WriteStartObject("joint");
            w.NumberOrNull("downMove", joint.DownMove);
            w.NumberOrNull("upMove", joint.UpMove);
            w.NumberOrNull("downDeviations", joint.DownDeviations);
            w.NumberOrNull("upDeviations", joint.UpDeviations);
            w.WriteEndObject();
        }
    }

    private static void WritePlan(Utf8JsonWriter w, CurePlan? plan)
    {
        if (plan is not null)
        {
            w.WriteStartObject("plan");
            w.WriteNumber("closeFraction", plan.CloseFraction);
            w.Rows("orders", plan.Orders, o =>
            {
                w.WriteString("instrument", o.Instrument);
                w.WriteNumber("quantity", o.Quantity);
            });
            w.WriteEndObject();
        }
    }
}
