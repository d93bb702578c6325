-- Opens a note in the real Neovim and looks for the finding, the hover and the completion.
--   nvim --headless --clean -l neovim.lua SERVER CONFIG NOTE
local server, config, note = arg[1], arg[2], arg[3]

local function fail(message)
  io.stderr:write(message .. '\n')
  os.exit(1)
end

local function wait_for(what, condition)
  if not vim.wait(20000, condition, 20) then
    fail('not seen: ' .. what)
  end
end

vim.opt.runtimepath:prepend(config)
vim.lsp.config('glossator', { cmd = { server, 'lsp' } })
vim.lsp.enable('glossator')
vim.cmd.edit(note)
vim.bo.filetype = 'markdown'
vim.cmd.doautocmd('FileType')

wait_for('the client', function()
  return #vim.lsp.get_clients({ name = 'glossator' }) == 1
end)
local client = vim.lsp.get_clients({ name = 'glossator' })[1]
local found
wait_for('the finding', function()
  found = vim.tbl_filter(function(diagnostic)
    return diagnostic.code == 'claim/architecture'
  end, vim.diagnostic.get(0))
  return #found > 0
end)
local line = vim.api.nvim_buf_get_lines(0, found[1].lnum, found[1].lnum + 1, false)[1]
local words = line:sub(found[1].col + 1, found[1].end_col)
if words ~= 'encoder-decoder' then
  fail('the finding is on ' .. words)
end

local function ask(method, row, text)
  local at = vim.api.nvim_buf_get_lines(0, row, row + 1, false)[1]
  local column = assert(at:find(text, 1, true)) - 1
  vim.api.nvim_win_set_cursor(0, { row + 1, column })
  local answer = client:request_sync(method, vim.lsp.util.make_position_params(0, client.offset_encoding), 10000, 0)
  return answer and answer.result
end

local hover = ask('textDocument/hover', 5, '前缀解码器')
if not hover or not hover.contents.value:find('prefix decoder', 1, true) then
  fail('no hover: ' .. vim.inspect(hover))
end

vim.api.nvim_buf_set_lines(0, -1, -1, false, { 'grouped-qu' })
local rows = vim.api.nvim_buf_line_count(0)
vim.api.nvim_win_set_cursor(0, { rows, 10 })
local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
params.position.character = 10
-- Neovim sends edits a moment after they are made.
wait_for('the completion', function()
  local completion = client:request_sync('textDocument/completion', params, 10000, vim.api.nvim_get_current_buf())
  return vim.iter(completion.result.items):any(function(item)
    return item.label == 'grouped-query attention'
  end)
end)

client:stop()
wait_for('the end of the server', function()
  return client:is_stopped()
end)
print(vim.json.encode({ neovim = tostring(vim.version()), encoding = client.offset_encoding, finding = found[1].message }))
os.exit(0)
