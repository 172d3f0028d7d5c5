using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Messaging;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Platform.Http.Csv;

/// <summary>In CSV, each item of this list has a row of its own, and the rest of the record stands in each of them.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneRowEachAttribute : Attribute;

/// <summary>
/// The columns of a record: the fields of its JSON under their JSON names, those of a record inside it after a dot. A list is one cell of JSON, unless
/// it is marked with <see cref="OneRowEachAttribute"/>.
/// </summary>
internal sealed class CsvColumns
{
    private readonly List<Column> _own = [];
    private readonly JsonPropertyInfo? _rows;
    private readonly CsvColumns? _ofRow;

    private CsvColumns(Type record, string prefix)
    {
        foreach (var field in FactJson.Options.GetTypeInfo(record).Properties.Where(field => field.Get is not null))
        {
            if (IsRows(field))
            {
                (_rows, _ofRow) = (field, new CsvColumns(ItemOf(field.PropertyType), $"{prefix}{field.Name}."));
            }
            else
            {
                _own.AddRange(ColumnsOf(field, prefix, item => item));
            }
        }
    }

    public static CsvColumns Of<T>() => new(typeof(T), "");

    public string Header => string.Join(',', Names.Select(CsvText.Text));

    private IEnumerable<string> Names => _own.Select(column => column.Name).Concat(_ofRow?.Names ?? []);

    /// <summary>The record's rows: one, or one for each item of its marked list; at least one.</summary>
    public IEnumerable<string> RowsOf(object record)
    {
        var own = string.Join(',', _own.Select(column => column.Cell(record)));
        if (_ofRow is null)
        {
            return [own];
        }

        var items = ((System.Collections.IEnumerable)_rows!.Get!(record)!).Cast<object>().SelectMany(_ofRow.RowsOf);
        return items.DefaultIfEmpty(new string(',', _ofRow.Names.Count() - 1)).Select(row => $"{own},{row}");
    }

    private static IEnumerable<Column> ColumnsOf(JsonPropertyInfo field, string prefix, Func<object, object?> owner)
    {
        object? Value(object item) => owner(item) is { } record ? field.Get!(record) : null;
        var name = prefix + field.Name;
        return FactJson.Options.GetTypeInfo(field.PropertyType) is { Kind: JsonTypeInfoKind.Object } nested
            ? nested.Properties.Where(inner => inner.Get is not null).SelectMany(inner => ColumnsOf(inner, name + ".", Value))
            : [new Column(name, item => CellOf(Value(item)))];
    }

    private static bool IsRows(JsonPropertyInfo field) => field.AttributeProvider?.IsDefined(typeof(OneRowEachAttribute), inherit: false) == true;

    private static Type ItemOf(Type list) => FactJson.Options.GetTypeInfo(list).ElementType
        ?? throw new InvalidOperationException($"{list} is marked as rows and is no list.");

    private static string CellOf(object? value) => value switch
    {
        null => "",
        string text => CsvText.Text(text),
        Rials money => money.ToString(),
        LocalDate date => LocalDatePattern.Iso.Format(date),
        Instant instant => InstantPattern.ExtendedIso.Format(instant),
        Guid id => id.ToString("D"),
        bool flag => flag ? "true" : "false",
        int or long => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        _ => OfJson(JsonSerializer.SerializeToElement(value, value.GetType(), FactJson.Options)),
    };

    private static string OfJson(JsonElement json) => json.ValueKind == JsonValueKind.String ? CsvText.Text(json.GetString()!) : CsvText.Text(json.GetRawText());

    private sealed record Column(string Name, Func<object, string> Cell);
}
