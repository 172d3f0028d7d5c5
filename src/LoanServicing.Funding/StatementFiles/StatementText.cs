namespace LoanServicing.Funding.StatementFiles;

/// <summary>
/// The text of a statement file on its way to a parser. It knows where the text that has passed ends, and in XML it refuses a single text, tag or CDATA section that
/// is longer than <see cref="LongestRun"/>, for a parser would hold one in memory as a whole. It never closes what it reads.
/// </summary>
/// <param name="isXml">Whether runs of markup are bounded; a CSV parser bounds its rows itself.</param>
internal sealed class StatementText(TextReader source, bool isXml) : TextReader
{
    /// <summary>In characters. The longest text of a statement is a hundredth of it.</summary>
    public const int LongestRun = 64 * 1024;

    private const string SectionStart = "<![CDATA[";
    private const string DocumentTypeStart = "<!DOCTYPE";

    private long _line = 1;
    private long _column;
    private char _last;
    private int _run;
    private bool _inSection;
    private int _sectionStart;
    private int _sectionEnd;
    private int _documentTypeStart;

    /// <summary>Whether nothing is left to read.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Where the next character would stand.</summary>
    public Place End => EndsWithLine ? new Place(_line + 1, 1) : new Place(_line, _column + 1);

    /// <summary>Whether the text that has passed ends with a line end.</summary>
    public bool EndsWithLine => _last is '\n' or '\r';

    /// <summary>Where the first DOCTYPE begins; null as long as none has passed.</summary>
    public Place? DocumentType { get; private set; }

    public override int Read(char[] buffer, int index, int count) => Passed(buffer.AsSpan(index, source.Read(buffer, index, count)), count);

    public override int Read(Span<char> buffer) => Passed(buffer[..source.Read(buffer)], buffer.Length);

    public override async Task<int> ReadAsync(char[] buffer, int index, int count) => await ReadAsync(buffer.AsMemory(index, count), default);

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        var length = await source.ReadAsync(buffer, cancellationToken);
        return Passed(buffer.Span[..length], buffer.Length);
    }

    public override int Peek() => throw new NotSupportedException();

    public override int Read() => throw new NotSupportedException();

    private int Passed(ReadOnlySpan<char> characters, int asked)
    {
        AtEnd |= characters.IsEmpty && asked > 0;
        foreach (var c in characters)
        {
            Move(c);
            if (isXml)
            {
                Bound(c);
            }
        }

        return characters.Length;
    }

    private void Move(char c)
    {
        if (_last == '\n' || (_last == '\r' && c != '\n'))
        {
            _line++;
            _column = 0;
        }

        _column++;
        _last = c;
    }

    private void Bound(char c)
    {
        _run = c == '<' && !_inSection ? 1 : _run + 1;
        if (_run > LongestRun)
        {
            throw Refusal.TextTooLong(new Place(_line, _column), LongestRun);
        }

        _documentTypeStart = Progress(DocumentTypeStart, _documentTypeStart, c);
        if (_documentTypeStart == DocumentTypeStart.Length)
        {
            DocumentType ??= new Place(_line, _column - DocumentTypeStart.Length + 1);
            _documentTypeStart = 0;
        }

        if (_inSection)
        {
            _sectionEnd = c == ']' ? Math.Min(_sectionEnd + 1, 2) : _sectionEnd == 2 && c == '>' ? 3 : 0;
            _inSection = _sectionEnd < 3;
            return;
        }

        _sectionStart = Progress(SectionStart, _sectionStart, c);
        if (_sectionStart == SectionStart.Length)
        {
            (_inSection, _sectionEnd, _sectionStart) = (true, 0, 0);
        }
    }

    // How much of a mark has passed, which begins with the only '<' in it.
    private static int Progress(string mark, int passed, char c) => c == mark[passed] ? passed + 1 : c == mark[0] ? 1 : 0;
}
