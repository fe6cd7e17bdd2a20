using System.Text;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>
/// Binary form of events in the journal; little-endian. One byte of kind, then the fields in the order of the event's
/// constructor: times as int64 nanoseconds, prices of bars as float64 bits, money as the 16 bytes of a decimal, text as
/// UTF-8 with a 7-bit length, an answer as int32 status and text.
/// </summary>
internal static class EventCodec
{
    private enum Kind : byte
    {
        Started = 1,
        Bar = 2,
        Time = 3,
        FeedEnded = 4,
        Model = 5,
        Outputs = 6,
        Account = 7,
        Deposit = 8,
        Withdraw = 9,
        Fill = 10,
        SetMode = 11,
        UpliftSwitch = 12,
        ModelUntil = 13,
        ModelWithdrawn = 14,
        Challenger = 15,
        ChallengerWithdrawn = 16,
        Flow = 17,
        StartedWithFlow = 18,
        Override = 19,
        OverrideSigned = 20,
    }

    /// <summary>The bytes of an event.</summary>
    public static byte[] Encode(HostEvent e)
    {
        using MemoryStream stream = new();
        using BinaryWriter w = new(stream, Encoding.UTF8);
        Write(w, e);
        w.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads an event back.</summary>
    /// <exception cref="InputRefusedException">The bytes are no event of this version (<c>journal-event</c>).</exception>
    public static HostEvent Decode(ReadOnlySpan<byte> payload)
    {
        using MemoryStream stream = new(payload.ToArray());
        using BinaryReader r = new(stream, Encoding.UTF8);
        try
        {
            HostEvent e = Read(r);
            return stream.Position == stream.Length ? e : throw Refused($"{stream.Length - stream.Position} bytes are left over");
        }
        catch (Exception x) when (x is IOException or ArgumentException or FormatException)
        {
            throw Refused(x.Message);
        }
    }

    private static void Write(BinaryWriter w, HostEvent e)
    {
        switch (e)
        {
            case HostStarted s:
                Start(w, s.HasFlow ? Kind.StartedWithFlow : Kind.Started, s.At);
                w.Write(s.Instrument);
                w.Write(s.BarMinutes);
                w.Write(s.WarmUpBars);
                w.Write(s.LogId);
                w.Write(s.Policy);
                w.Write(s.Fingerprint);
                break;
            case BarArrived { Bar: var b }:
                Start(w, Kind.Bar, b.OpenTime);
                foreach (double value in (double[])[b.Open, b.High, b.Low, b.Close, b.VolumeBase])
                {
                    w.Write(value);
                }

                break;
            case FlowArrived f:
                Start(w, Kind.Flow, f.OpenTime);
                w.Write(f.Values.Length);
                foreach (double value in f.Values)
                {
                    w.Write(BitConverter.DoubleToInt64Bits(value));
                }

                break;
            case TimePassed t:
                Start(w, Kind.Time, t.At);
                break;
            case FeedEnded f:
                Start(w, Kind.FeedEnded, f.At);
                break;
            case ModelActivated { ExpiresAt: Timestamp until } m:
                Start(w, Kind.ModelUntil, until);
                Bundle(w, m.Folder, m.ManifestSha256);
                break;
            case ModelActivated m:
                w.Write((byte)Kind.Model);
                Bundle(w, m.Folder, m.ManifestSha256);
                break;
            case ModelWithdrawn m:
                w.Write((byte)Kind.ModelWithdrawn);
                w.Write(m.Reason);
                break;
            case ChallengerActivated c:
                w.Write((byte)Kind.Challenger);
                Bundle(w, c.Folder, c.ManifestSha256);
                break;
            case ChallengerWithdrawn:
                w.Write((byte)Kind.ChallengerWithdrawn);
                break;
            case OutputsReserved o:
                w.Write((byte)Kind.Outputs);
                w.Write(o.First);
                break;
            case Requested q:
                WriteRequest(w, q);
                break;
            default:
                throw new ArgumentException($"No form for {e.GetType().Name}.", nameof(e));
        }
    }

    private static void Bundle(BinaryWriter w, string folder, string manifest)
    {
        w.Write(folder);
        w.Write(manifest);
    }

    private static void Start(BinaryWriter w, Kind kind, Timestamp at)
    {
        w.Write((byte)kind);
        w.Write(at.Nanoseconds);
    }

    private static void WriteRequest(BinaryWriter w, Requested q)
    {
        w.Write((byte)KindOf(q));
        w.Write(q.Caller.Principal);
        w.Write(q.Caller.IdempotencyKey);
        w.Write(q.Caller.RequestHash);
        w.Write(q.Answer!.Status);
        w.Write(q.Answer.Body);
        switch (q)
        {
            case AccountRequested a:
                w.Write(a.Account);
                w.Write((byte)a.Mode);
                break;
            case UpliftSwitchRequested u:
                w.Write(u.Pause);
                break;
            case OverrideRequested o:
                w.Write(o.Order.Scope.Account is not null);
                w.Write(o.Order.Scope.What);
                w.Write(o.Order.Factor);
                w.Write(o.Order.Why);
                w.Write(o.Order.Until.Nanoseconds);
                break;
            case OverrideSigned o:
                w.Write(o.Id);
                w.Write(o.Ends);
                break;
            case CommandRequested c:
                w.Write(c.Account);
                WriteCommand(w, c.Command);
                break;
        }
    }

    private static Kind KindOf(Requested q) => q switch
    {
        AccountRequested => Kind.Account,
        UpliftSwitchRequested => Kind.UpliftSwitch,
        OverrideRequested => Kind.Override,
        OverrideSigned => Kind.OverrideSigned,
        CommandRequested { Command: DepositCommand } => Kind.Deposit,
        CommandRequested { Command: WithdrawCommand } => Kind.Withdraw,
        CommandRequested { Command: FillCommand } => Kind.Fill,
        CommandRequested { Command: SetModeCommand } => Kind.SetMode,
        _ => throw new ArgumentException($"No form for {q.GetType().Name}.", nameof(q)),
    };

    private static void WriteCommand(BinaryWriter w, AccountCommand command)
    {
        switch (command)
        {
            case DepositCommand d:
                w.Write(d.Asset);
                w.Write(d.Amount);
                break;
            case WithdrawCommand d:
                w.Write(d.Asset);
                w.Write(d.Amount);
                break;
            case FillCommand f:
                w.Write(f.Instrument);
                w.Write(f.Quantity);
                w.Write(f.Price);
                break;
            case SetModeCommand m:
                w.Write((byte)m.Mode);
                break;
        }
    }

    private static HostEvent Read(BinaryReader r)
    {
        Kind kind = (Kind)r.ReadByte();
        return kind switch
        {
            Kind.Started or Kind.StartedWithFlow => new HostStarted(
                Time(r), r.ReadString(), r.ReadInt32(), r.ReadInt32(), r.ReadString(), r.ReadString(), r.ReadString())
            {
                HasFlow = kind == Kind.StartedWithFlow,
            },
            Kind.Flow => new FlowArrived(Time(r), Values(r)),
            Kind.Bar => new BarArrived(new Bar(
                Time(r), r.ReadDouble(), r.ReadDouble(), r.ReadDouble(), r.ReadDouble(), r.ReadDouble())),
            Kind.Time => new TimePassed(Time(r)),
            Kind.FeedEnded => new FeedEnded(Time(r)),
            Kind.Model => new ModelActivated(r.ReadString(), r.ReadString()),
            Kind.ModelUntil => Until(r),
            Kind.ModelWithdrawn => new ModelWithdrawn(r.ReadString()),
            Kind.Challenger => new ChallengerActivated(r.ReadString(), r.ReadString()),
            Kind.ChallengerWithdrawn => new ChallengerWithdrawn(),
            Kind.Outputs => new OutputsReserved(r.ReadInt64()),
            (>= Kind.Account and <= Kind.UpliftSwitch) or Kind.Override or Kind.OverrideSigned => ReadRequest(r, kind),
            _ => throw Refused($"kind {(byte)kind} is unknown; a newer program may have written it"),
        };
    }

    private static ModelActivated Until(BinaryReader r)
    {
        Timestamp until = Time(r);
        return new ModelActivated(r.ReadString(), r.ReadString()) { ExpiresAt = until };
    }

    private static double[] Values(BinaryReader r)
    {
        int count = r.ReadInt32();
        if (count != FlowSeries.Width)
        {
            throw Refused($"a flow bar has {count} values, this program knows {FlowSeries.Width}");
        }

        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = BitConverter.Int64BitsToDouble(r.ReadInt64());
        }

        return values;
    }

    private static Requested ReadRequest(BinaryReader r, Kind kind)
    {
        Caller caller = new(r.ReadString(), r.ReadString(), r.ReadString());
        Answer answer = new(r.ReadInt32(), r.ReadString());
        return kind switch
        {
            Kind.UpliftSwitch => new UpliftSwitchRequested(caller, r.ReadBoolean()) { Answer = answer },
            Kind.Override => new OverrideRequested(caller, Order(r)) { Answer = answer },
            Kind.OverrideSigned => new OverrideSigned(caller, r.ReadString(), r.ReadBoolean()) { Answer = answer },
            Kind.Account => new AccountRequested(caller, r.ReadString(), Mode(r)) { Answer = answer },
            _ => new CommandRequested(caller, r.ReadString(), ReadCommand(r, kind)) { Answer = answer },
        };
    }

    private static OverrideOrder Order(BinaryReader r)
    {
        bool ofAccount = r.ReadBoolean();
        string what = r.ReadString();
        OverrideScope scope = ofAccount ? new OverrideScope(null, what) : new OverrideScope(what, null);
        return new OverrideOrder(scope, r.ReadDecimal(), r.ReadString(), Time(r));
    }

    private static AccountCommand ReadCommand(BinaryReader r, Kind kind) => kind switch
    {
        Kind.Deposit => new DepositCommand(r.ReadString(), r.ReadDecimal()),
        Kind.Withdraw => new WithdrawCommand(r.ReadString(), r.ReadDecimal()),
        Kind.Fill => new FillCommand(r.ReadString(), r.ReadDecimal(), r.ReadDecimal()),
        _ => new SetModeCommand(Mode(r)),
    };

    private static MarginMode Mode(BinaryReader r) => (MarginMode)r.ReadByte() is var mode && Enum.IsDefined(mode)
        ? mode
        : throw Refused($"mode {(byte)mode} is unknown");

    private static Timestamp Time(BinaryReader r) => new(r.ReadInt64());

    private static InputRefusedException Refused(string fault) =>
        new("journal-event", $"A journal record is no event of this program's version: {fault}.", "journal");
}
