using System.Text.Json;
using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Platform.Http;

/// <summary>Texts and references.</summary>
public sealed partial class RequestBody
{
    /// <summary>Longest text of a field unless the field says otherwise, in characters.</summary>
    public const int DefaultTextLength = 200;

    /// <summary>In characters.</summary>
    private const int LongestBankReference = 64;

    public string RequiredText(string field, int maxLength = DefaultTextLength) => OptionalText(field, maxLength) ?? Missing(field, "");

    /// <summary>Trimmed and without invisible characters (<see cref="VisibleText"/>); an empty text is absent.</summary>
    public string? OptionalText(string field, int maxLength = DefaultTextLength)
    {
        if (Find(field) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            AddError(field, "text.expected", "A text is expected here.", "اینجا باید متن باشد.");
            return null;
        }

        var text = VisibleText.Of(value.GetString()!);
        if (text.Length > maxLength)
        {
            AddError(field, "text.too-long", $"At most {maxLength} characters.", $"حداکثر {maxLength} نویسه.");
            return null;
        }

        if (text.Any(char.IsControl))
        {
            AddError(field, "text.control-character", "Control characters are not allowed.", "نویسهٔ کنترلی مجاز نیست.");
            return null;
        }

        return text.Length == 0 ? null : text;
    }

    /// <summary>A list of texts, empty when absent.</summary>
    public IReadOnlyList<string> OptionalTexts(string field, int maxItems)
    {
        if (Find(field) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > maxItems || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            AddError(field, "array.invalid", $"A list of at most {maxItems} texts is expected.", $"فهرستی با حداکثر {maxItems} متن لازم است.");
            return [];
        }

        return [.. value.EnumerateArray().Select(item => VisibleText.Of(item.GetString()!))];
    }

    /// <summary>A bank's reference of a movement, in the one writing that <see cref="BankReference.Normalise"/> gives it (rule R8).</summary>
    public string RequiredBankReference(string field)
    {
        if (Find(field) is { ValueKind: JsonValueKind.String } value && BankReference.HasInvisible(value.GetString()!))
        {
            AddError(field, "text.control-character", "Control characters are not allowed.", "نویسهٔ کنترلی مجاز نیست.");
            return "";
        }

        return RequiredNormalised(field, LongestBankReference);
    }

    /// <summary>The text in the one writing that <see cref="BankReference.Normalise"/> gives it, which may be longer: one ligature becomes up to 18 letters.</summary>
    public string RequiredNormalised(string field, int maxLength)
    {
        var text = BankReference.Normalise(RequiredText(field, maxLength));
        if (text.Length <= maxLength)
        {
            return text;
        }

        AddError(field, "text.too-long", $"At most {maxLength} characters.", $"حداکثر {maxLength} نویسه.");
        return "";
    }
}
