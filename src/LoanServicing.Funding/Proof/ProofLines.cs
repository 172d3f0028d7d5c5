using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LoanServicing.Domain.Journal;
using LoanServicing.Funding.Books;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Funding.Proof;

/// <summary>The first line of a proof.</summary>
/// <param name="Format">Of the file; this program reads <see cref="ProofLines.Format"/>.</param>
/// <param name="Product">The version of the program that wrote it.</param>
/// <param name="RatioAlavi">The funders' ratio, Alavi to Sina.</param>
/// <param name="AsOf">The business date.</param>
public sealed record ProofHeader(int Format, string Product, int RatioAlavi, int RatioSina, LocalDate AsOf);

/// <summary>A journal entry, as it is stored.</summary>
/// <param name="Number">In the order of writing; within a block and among the unsealed it rises from line to line.</param>
/// <param name="Seal">The block that it is sealed in; null while it is in none.</param>
/// <param name="Hash">SHA-256 over the origin, the kind and the lines.</param>
public sealed record ProofEntry(long Number, long? Seal, string Kind, EntryOrigin Origin, IReadOnlyList<LineView> Lines, string Hash);

/// <summary>A block of the chain, after its entries.</summary>
/// <param name="Hash">SHA-256 over the hash of the block before and those of the entries.</param>
public sealed record ProofBlock(long Number, int Entries, string PreviousHash, string Hash);

/// <summary>The last line of a proof.</summary>
/// <param name="Days">Lines of the report, by what they are about.</param>
/// <param name="Sha256">Over all lines before this one, each with its line feed.</param>
public sealed record ProofEnd(long Entries, long Blocks, long Days, long Tranches, long Funders, long Banks, long Loans, string Sha256);

/// <summary>
/// The lines of a proof: JSON in UTF-8, one object a line with a line feed after it, each with one property that says what it is. Header first; then
/// the entries in the order of the chain, each block after its entries, and what is not sealed yet; then the report; then the end.
/// </summary>
internal static class ProofLines
{
    public const int Format = 1;

    public const string Header = "proof";
    public const string Entry = "entry";
    public const string Block = "block";
    public const string Day = "day";
    public const string Tranche = "tranche";
    public const string Funder = "funder";
    public const string Bank = "bank";
    public const string Loan = "loan";
    public const string End = "end";

    /// <summary>Whatever the program would not have written is refused.</summary>
    private static readonly JsonSerializerOptions Strict = new(FactJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>A line without its line feed.</summary>
    public static byte[] Write<T>(string kind, T value) => Encoding.UTF8.GetBytes($"{{\"{kind}\":{JsonSerializer.Serialize(value, FactJson.Options)}}}");

    /// <summary>What a line is.</summary>
    /// <exception cref="JsonException">It is no line of a proof.</exception>
    public static string KindOf(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName
            ? reader.GetString()!
            : throw new JsonException("It is no object with a name.");
    }

    /// <exception cref="JsonException">It is not what the program would have written.</exception>
    public static T Read<T>(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        reader.Read();
        reader.Read();
        reader.Read();
        var value = JsonSerializer.Deserialize<T>(ref reader, Strict) ?? throw new JsonException("It is null.");
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? value : throw new JsonException("Something follows.");
    }
}
