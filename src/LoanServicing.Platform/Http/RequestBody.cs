using System.Text.Json;
using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Identifiers;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Platform.Http;

/// <summary>
/// Reads a JSON object strictly and collects every error with its field, so that a caller mends them all at once. After a failed read it
/// returns a harmless value: look at <see cref="Problem"/> before using any.
/// </summary>
public sealed partial class RequestBody
{
    /// <summary>So many unknown fields are named; a body full of them is not answered by something far larger.</summary>
    private const int MostUnknown = 20;

    private const string Unknown = "field.unknown";

    private readonly JsonElement _object;
    private readonly string _path;
    private readonly List<FieldError> _errors;
    private readonly RequestFields? _fields;

    public RequestBody(JsonElement json)
        : this(json, fields: null)
    {
    }

    /// <param name="fields">Any other field is an error.</param>
    internal RequestBody(JsonElement json, RequestFields? fields)
        : this(json, "", [], fields)
    {
    }

    private RequestBody(JsonElement json, string path, List<FieldError> errors, RequestFields? fields)
    {
        _object = json;
        _path = path;
        _errors = errors;
        _fields = fields;
        if (fields is not null)
        {
            RefuseOthersThan(fields.Names);
        }
    }

    /// <summary>All errors so far as one 400, in the order of the request's fields after those it does not have; or null.</summary>
    public ApiProblem? Problem => _errors.Count == 0 ? null : ApiProblem.Malformed([.. _errors.OrderBy(error => PlaceOf(error.Field))]);

    public bool Has(string field) => Find(field) is not null;

    /// <summary>Whether an error of this field is known already.</summary>
    public bool IsWrong(string field) => _errors.Exists(error => error.Field == _path + field);

    public void AddError(string field, string code, string en, string fa) =>
        _errors.Add(new FieldError(_path + field, code, new Bilingual(en, fa)));

    /// <summary>
    /// Refuses the fields of the request that do not go with what it says otherwise; those that no request of its type has are refused already.
    /// </summary>
    public void AllowOnly(params IReadOnlyCollection<string> fields) => RefuseOthersThan(fields);

    public bool RequiredBool(string field)
    {
        switch (Find(field)?.ValueKind)
        {
            case null:
                return Missing(field, false);
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                AddError(field, "boolean.expected", "true or false is expected, without quotes.", "باید true یا false بدون گیومه باشد.");
                return false;
        }
    }

    /// <summary>
    /// A date of the Gregorian calendar, <c>yyyy-MM-dd</c>; Persian and Arabic digits are read too. One outside the years of the Solar Hijri
    /// calendar is refused: it cannot be shown in that calendar, and a year like 1405 was meant in it.
    /// </summary>
    public LocalDate RequiredIsoDate(string field)
    {
        var text = RequiredText(field, 20);
        if (LocalDatePattern.Iso.Parse(Digits.Normalise(text)).TryGetValue(default, out var date) && SolarHijriDate.Covers(date))
        {
            return date;
        }

        if (text.Length > 0)
        {
            AddError(field, "date.invalid", "A Gregorian date like 2026-11-22 that exists is expected.", "تاریخ میلادی معتبر مانند 2026-11-22 لازم است.");
        }

        return default;
    }

    /// <summary>As <see cref="RequiredIsoDate"/>; null when it is absent.</summary>
    public LocalDate? OptionalIsoDate(string field) => Present(field) ? RequiredIsoDate(field) : null;

    /// <summary>A date of the Solar Hijri calendar, <c>1405-09-01</c> or <c>1405/09/01</c>.</summary>
    public SolarHijriDate RequiredPersianDate(string field)
    {
        var text = RequiredText(field, 20);
        if (!SolarHijriDate.TryParse(text, out var date) && text.Length > 0)
        {
            AddError(
                field,
                "date.invalid-persian",
                "A Solar Hijri date like 1405-09-01 that exists in the calendar is expected.",
                "تاریخ هجری شمسی معتبر مانند 1405-09-01 لازم است.");
        }

        return date;
    }

    /// <summary>An array of objects, empty when absent.</summary>
    public IReadOnlyList<T> OptionalArray<T>(string field, int maxItems, Func<RequestBody, T> read)
    {
        if (Find(field) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > maxItems
            || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object))
        {
            AddError(field, "array.invalid", $"A list of at most {maxItems} objects is expected.", $"فهرستی با حداکثر {maxItems} عضو لازم است.");
            return [];
        }

        return [.. value.EnumerateArray().Select((item, index) => read(
            new RequestBody(item, $"{_path}{field}[{index}].", _errors, _fields?.OfItem(field))))];
    }

    private void RefuseOthersThan(IReadOnlyCollection<string> names)
    {
        var (en, fa) = names.Count == 0
            ? ("none is taken", "هیچ فیلدی پذیرفته نمی‌شود")
            : ($"known are {string.Join(", ", names)}", $"فیلدهای شناخته‌شده: {string.Join("، ", names)}");
        var others = _object.EnumerateObject().Select(property => property.Name).Where(name => !names.Contains(name) && !IsRefused(name));
        foreach (var unknown in others.Take(MostUnknown))
        {
            AddError(unknown, Unknown, $"There is no such field here; {en}.", $"چنین فیلدی اینجا نیست؛ {fa}.");
        }
    }

    private bool IsRefused(string name) => _errors.Exists(error => error.Code == Unknown && error.Field == _path + name);

    private int PlaceOf(string field) => _fields?.Names.ToList().IndexOf(field.Split('.', '[')[0]) ?? 0;

    private bool Present(string field) => Find(field) is not null;

    private JsonElement? Find(string field) =>
        _object.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private T Missing<T>(string field, T harmless)
    {
        if (!IsWrong(field))
        {
            AddError(field, "field.required", "This field is required.", "این فیلد الزامی است.");
        }

        return harmless;
    }
}
