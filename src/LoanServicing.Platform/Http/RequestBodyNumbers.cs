using System.Text.Json;
using LoanServicing.Domain.Money;

namespace LoanServicing.Platform.Http;

/// <summary>Money and counts: JSON integers only.</summary>
public sealed partial class RequestBody
{
    public Rials RequiredRials(string field) => Present(field) ? ReadRials(field) : Missing(field, Rials.Zero);

    public Rials? OptionalRials(string field) => Present(field) ? ReadRials(field) : null;

    public int RequiredInt(string field, int min, int max) => Present(field) ? ReadInt(field, min, max) : Missing(field, min);

    public int? OptionalInt(string field, int min, int max) => Present(field) ? ReadInt(field, min, max) : null;

    private Rials ReadRials(string field)
    {
        if (!TryReadInteger(field, out var value))
        {
            return Rials.Zero;
        }

        if (value is < 1 or > Rials.MaxAmount)
        {
            AddError(field, "amount.out-of-range", $"From 1 to {Rials.MaxAmount} rials.", $"از 1 تا {Rials.MaxAmount} ریال.");
            return Rials.Zero;
        }

        return new Rials(value);
    }

    private int ReadInt(string field, int min, int max)
    {
        if (!TryReadInteger(field, out var value))
        {
            return min;
        }

        if (value < min || value > max)
        {
            AddError(field, "number.out-of-range", $"From {min} to {max}.", $"از {min} تا {max}.");
            return min;
        }

        return (int)value;
    }

    /// <summary>
    /// Only digits, with a sign at most: a fraction, an exponent or a text is refused even where its value is whole. One that does not fit
    /// is returned as the nearest that does, which is out of every range.
    /// </summary>
    private bool TryReadInteger(string field, out long value)
    {
        value = 0;
        if (Find(field) is { ValueKind: JsonValueKind.Number } number && !number.GetRawText().AsSpan().ContainsAny(".eE"))
        {
            value = number.TryGetInt64(out var read) ? read : number.GetRawText()[0] == '-' ? long.MinValue : long.MaxValue;
            return true;
        }

        AddError(
            field,
            "integer.expected",
            "A JSON integer is expected: no quotes, fraction or exponent.",
            "عدد صحیح بدون گیومه، اعشار یا نما لازم است.");
        return false;
    }
}
