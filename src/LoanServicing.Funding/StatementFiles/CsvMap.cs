using LoanServicing.Domain.Identifiers;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>What a column of a CSV statement tells.</summary>
internal enum CsvField
{
    BookingDate,
    ValueDate,
    Debit,
    Credit,
    Amount,
    Direction,
    Balance,
    Reference,
    EndToEndId,
    DepositId,
    Payer,
    PayerIban,
    Narrative,
}

/// <summary>How the bank's CSV is to be read (<c>Statements:Csv:*</c>). What is not set is as most banks have it.</summary>
internal sealed record CsvMap
{
    /// <summary>
    /// The headers of each field, the first that a file has wins (<c>Statements:Csv:Columns:{field}</c>: one text with <c>|</c> between, or a list). Compared
    /// by letters and digits alone, so keyboards, spaces and case do not matter.
    /// </summary>
    public IReadOnlyDictionary<CsvField, IReadOnlyList<string>> Columns { get; init; } = Usual;

    /// <summary>The account that the files are of (<c>Statements:Csv:Account</c>, else <c>Bank:Debtor:Iban</c>), in its one writing; null when neither is set.</summary>
    public string? Account { get; init; }

    /// <summary>Rials in one of what amounts are counted in: 1, or 10 (<c>Statements:Csv:Unit</c>: <c>Rial</c> or <c>Toman</c>).</summary>
    public int Unit { get; init; } = 1;

    /// <summary><c>Statements:Csv:Calendar</c>: <c>ByYear</c>, <c>Gregorian</c> or <c>SolarHijri</c>.</summary>
    public StatementCalendar Calendar { get; init; }

    /// <summary>Null to find it in the header (<c>Statements:Csv:Separator</c>: <c>,</c>, <c>;</c> or <c>tab</c>).</summary>
    public char? Separator { get; init; }

    /// <summary>Of a file without a byte order mark (<c>Statements:Csv:Encoding</c>: <c>utf-8</c> or <c>windows-1256</c>).</summary>
    public string Encoding { get; init; } = "utf-8";

    private static IReadOnlyDictionary<CsvField, IReadOnlyList<string>> Usual { get; } = new Dictionary<CsvField, IReadOnlyList<string>>
    {
        [CsvField.BookingDate] = ["تاریخ ثبت", "تاریخ تراکنش", "تاریخ سند", "تاریخ", "booking date", "transaction date", "date"],
        [CsvField.ValueDate] = ["تاریخ ارزش", "تاریخ موثر", "value date"],
        [CsvField.Debit] = ["بدهکار", "مبلغ بدهکار", "گردش بدهکار", "برداشت", "مبلغ برداشت", "debit", "debit amount", "withdrawal"],
        [CsvField.Credit] = ["بستانکار", "مبلغ بستانکار", "گردش بستانکار", "واریز", "مبلغ واریز", "credit", "credit amount", "deposit"],
        [CsvField.Amount] = ["مبلغ", "مبلغ تراکنش", "amount"],
        [CsvField.Direction] = ["نوع تراکنش", "نوع گردش", "بدهکار/بستانکار", "نوع", "direction", "debit/credit", "credit/debit", "dc"],
        [CsvField.Balance] = ["مانده", "مانده حساب", "موجودی", "balance", "running balance"],
        [CsvField.Reference] = ["شماره پیگیری", "کد پیگیری", "شماره مرجع", "شماره ارجاع", "شماره سند", "شماره تراکنش", "bank reference", "reference", "tracking number", "document number"],
        [CsvField.EndToEndId] = ["شناسه انتها به انتها", "شناسه دستور پرداخت", "end to end id", "endtoendid"],
        [CsvField.DepositId] = ["شناسه واریز", "شناسه پرداخت", "deposit id", "payment id"],
        [CsvField.Payer] = ["نام واریز کننده", "واریز کننده", "نام طرف حساب", "نام", "payer", "counterparty", "name"],
        [CsvField.PayerIban] = ["شبای واریز کننده", "شماره شبا", "شبا", "شبا مبدا", "payer iban", "counterparty iban", "iban"],
        [CsvField.Narrative] = ["شرح", "شرح تراکنش", "شرح سند", "توضیحات", "بابت", "narrative", "description", "details"],
    };

    /// <exception cref="StartupException">The map cannot be used; the message says why.</exception>
    public static CsvMap Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Statements:Csv");
        var account = section["Account"] ?? configuration["Bank:Debtor:Iban"];
        return new CsvMap
        {
            Columns = ReadColumns(section.GetSection("Columns")),
            Account = account is null
                ? null
                : BoundedText.Account(account) ?? throw new StartupException("Statements:Csv:Account is empty; name the account that CSV statements are of, or leave it out."),
            Unit = OneOf(section, "Unit", ("Rial", 1), ("Toman", 10)),
            Calendar = OneOf(
                section,
                "Calendar",
                ("ByYear", StatementCalendar.ByYear),
                ("Gregorian", StatementCalendar.Gregorian),
                ("SolarHijri", StatementCalendar.SolarHijri)),
            Separator = OneOf<char?>(section, "Separator", ("auto", null), (",", ','), (";", ';'), ("tab", '\t')),
            Encoding = OneOf(section, "Encoding", ("utf-8", "utf-8"), ("windows-1256", "windows-1256")),
        };
    }

    // The first is what holds when nothing is set.
    private static T OneOf<T>(IConfiguration section, string key, params (string Name, T Value)[] choices)
    {
        if (section[key] is not { } text)
        {
            return choices[0].Value;
        }

        foreach (var (name, value) in choices)
        {
            if (string.Equals(name, text.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw new StartupException($"Statements:Csv:{key} is '{text}'; it must be {string.Join(" or ", choices.Select(choice => choice.Name))}.");
    }

    private static Dictionary<CsvField, IReadOnlyList<string>> ReadColumns(IConfigurationSection section)
    {
        var columns = new Dictionary<CsvField, IReadOnlyList<string>>(Usual);
        foreach (var entry in section.GetChildren())
        {
            if (!Enum.TryParse<CsvField>(entry.Key, ignoreCase: true, out var field) || !field.ToString().Equals(entry.Key, StringComparison.OrdinalIgnoreCase))
            {
                throw new StartupException($"{entry.Path} names no field of a statement; the fields are {string.Join(", ", Enum.GetNames<CsvField>())}.");
            }

            var names = entry.Value?.Split('|') ?? [.. entry.GetChildren().Select(child => child.Value ?? string.Empty)];
            columns[field] = names.Length > 0 && names.All(name => BareText.Of(name).Length > 0)
                ? names
                : throw new StartupException($"{entry.Path} has an empty name; write the header of the bank's column, or leave the setting out.");
        }

        RequireOneMeaning(columns);
        return columns;
    }

    private static void RequireOneMeaning(Dictionary<CsvField, IReadOnlyList<string>> columns)
    {
        var twice = columns.SelectMany(column => column.Value.Select(name => (Name: BareText.Of(name), column.Key)).Distinct())
            .GroupBy(pair => pair.Name)
            .FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            var fields = string.Join(" and ", twice.Select(pair => $"Statements:Csv:Columns:{pair.Key}"));
            throw new StartupException($"The header '{twice.Key}' stands for more than one field, {fields}; give each its own.");
        }
    }
}
